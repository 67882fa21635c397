package org.chemxor.models.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Tensor;
import org.chemxor.models.json.Json;
import org.chemxor.models.json.JsonFields;
import org.chemxor.models.tensors.TensorFolder;
import org.chemxor.models.trained.EpochResult;

/**
 * Everything a training needs to go on after an interruption as if there had been none: weights,
 * optimiser state, the best weights so far and the history, after a whole epoch.
 *
 * @param identity what the run must have in common with the one that goes on: architecture,
 *     settings, data
 * @param steps of the optimiser so far
 * @param history of the epochs so far; the last one's number is where the run stands
 * @param tensors by name, as {@link TorchSession#state} and {@link TrainingRun} name them
 */
record Checkpoint(
    Map<String, String> identity,
    long steps,
    List<EpochResult> history,
    Map<String, Tensor> tensors) {
  static final TensorFolder FILES =
      new TensorFolder("training.json", "state", "chemxor-training", 1);
  private static final int MAX_EPOCHS = 10_000_000;

  void save(Path folder) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("steps", steps);
    ObjectNode same = json.putObject("identity");
    identity.forEach(same::put);
    ArrayNode epochs = json.putArray("history");
    for (EpochResult result : history) {
      ObjectNode fields = epochs.addObject();
      fields.put("epoch", result.epoch()).put("epochs", result.epochs());
      fields.put("trainLoss", result.trainLoss());
      if (!Double.isNaN(result.validationLoss())) {
        fields.put("validationLoss", result.validationLoss());
      }
      fields.put("learningRate", result.learningRate()).put("millis", result.millis());
      fields.put("best", result.best() ? 1 : 0);
    }
    FILES.write(folder, json, tensors);
  }

  static Checkpoint load(Path folder) {
    TensorFolder.Content content = FILES.read(folder);
    JsonFields json = content.json();
    Map<String, String> identity = new TreeMap<>();
    JsonFields same = json.object("identity");
    same.names().forEach(name -> identity.put(name, same.text(name)));
    List<EpochResult> history = new ArrayList<>();
    for (JsonFields fields : json.objects("history", MAX_EPOCHS)) {
      history.add(
          new EpochResult(
              (int) fields.integer("epoch", history.size() + 1, history.size() + 1),
              fields.size("epochs", 1),
              fields.number("trainLoss"),
              fields.has("validationLoss") ? fields.number("validationLoss") : Double.NaN,
              fields.number("learningRate"),
              fields.integer("millis", 0, Long.MAX_VALUE),
              fields.integer("best", 0, 1) == 1));
    }
    return new Checkpoint(
        identity, json.integer("steps", 0, Long.MAX_VALUE), history, content.tensors());
  }

  /**
   * Refuses to go on with another run's state.
   *
   * @throws InvalidInputException naming what differs
   */
  void requireSame(Map<String, String> expected, Path folder) {
    for (Map.Entry<String, String> entry : expected.entrySet()) {
      String found = identity.get(entry.getKey());
      if (!entry.getValue().equals(found)) {
        throw new InvalidInputException(
            "the training in "
                + folder
                + " cannot be resumed: its "
                + entry.getKey()
                + " is "
                + found
                + ", now it is "
                + entry.getValue()
                + ". Use the same, or another checkpoint folder.");
      }
    }
  }
}
