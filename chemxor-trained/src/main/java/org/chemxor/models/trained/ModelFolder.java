package org.chemxor.models.trained;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.models.json.Json;
import org.chemxor.models.json.JsonFields;
import org.chemxor.models.tensors.TensorFolder;

/**
 * A model on disk: {@code model.json} with the graph and the information, and its weights beside it
 * (see {@link TensorFolder} and {@link NetworkJson}).
 */
public final class ModelFolder {
  private static final TensorFolder FILES =
      new TensorFolder("model.json", "weights", "chemxor-model", 1);

  private ModelFolder() {}

  /** Whether {@code folder} holds a model. */
  public static boolean isIn(Path folder) {
    return FILES.isIn(folder);
  }

  /**
   * Deletes the model in {@code folder}, and the folder unless it holds other files.
   *
   * @throws IOException when a file cannot be deleted
   */
  public static void delete(Path folder) throws IOException {
    FILES.delete(folder);
  }

  static void save(TrainedModel model, Path folder) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    NetworkJson.write(model.network(), json);
    writeInfo(model.info(), json);
    FILES.write(folder, json, NetworkJson.tensors(model.network()));
  }

  static TrainedModel load(Path folder) {
    TensorFolder.Content content = FILES.read(folder);
    Network network = NetworkJson.read(content.json(), content.tensors());
    return TrainedModel.of(network, readInfo(content.json()));
  }

  private static void writeInfo(ModelInfo info, ObjectNode json) {
    json.put("task", info.task().name().toLowerCase(Locale.ROOT));
    json.put("target", info.target());
    if (info.targets().size() > 1) {
      ArrayNode targets = json.putArray("targets");
      info.targets().forEach(targets::add);
    }
    ArrayNode classes = json.putArray("classes");
    info.classes().forEach(classes::add);
    if (!info.featuriser().isEmpty()) {
      json.set("featuriser", Json.parseObject("featuriser settings", info.featuriser()));
    }
    if (!info.confidence().isEmpty()) {
      json.set("confidence", Json.parseObject("confidence", info.confidence()));
    }
    ArrayNode ranges = json.putArray("ranges");
    for (ValueRange range : info.ranges()) {
      ranges.addObject().put("node", range.node()).put("min", range.min()).put("max", range.max());
    }
    ObjectNode training = json.putObject("training");
    info.training().forEach(training::put);
    ObjectNode metrics = json.putObject("metrics");
    info.metrics().forEach(metrics::put);
  }

  private static ModelInfo readInfo(JsonFields json) {
    Map<String, String> training = new TreeMap<>();
    JsonFields settings = json.object("training");
    settings.names().forEach(name -> training.put(name, settings.text(name)));
    Map<String, Double> metrics = new TreeMap<>();
    JsonFields results = json.object("metrics");
    results.names().forEach(name -> metrics.put(name, results.number(name)));
    try {
      return new ModelInfo(
          task(json),
          targets(json),
          json.texts("classes", 100_000),
          text(json, "featuriser"),
          text(json, "confidence"),
          json.objects("ranges", 100_000).stream().map(ModelFolder::range).toList(),
          training,
          metrics);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(FILES.jsonFile() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> targets(JsonFields json) {
    if (json.has("targets")) {
      return json.texts("targets", 1000);
    }
    String target = json.text("target");
    return target.isEmpty() ? List.of() : List.of(target);
  }

  /** An object that only another module interprets; empty when there is none. */
  private static String text(JsonFields json, String field) {
    return json.has(field) ? json.object(field).node().toString() : "";
  }

  private static Task task(JsonFields json) {
    return switch (json.text("task")) {
      case "regression" -> Task.REGRESSION;
      case "classification" -> Task.CLASSIFICATION;
      default ->
          throw new InvalidInputException(
              FILES.jsonFile() + ": \"task\" must be regression or classification");
    };
  }

  private static ValueRange range(JsonFields fields) {
    return new ValueRange(fields.text("node"), fields.number("min"), fields.number("max"));
  }
}
