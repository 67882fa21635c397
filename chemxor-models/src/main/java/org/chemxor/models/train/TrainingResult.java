package org.chemxor.models.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.trained.ValueRange;

/** Makes a {@link TrainedModel} of a session at the end of its training. */
final class TrainingResult {
  private TrainingResult() {}

  static TrainedModel collect(
      TorchSession session,
      TrainingSettings settings,
      PackedSamples train,
      PackedSamples validation,
      List<EpochResult> history) {
    Network network = session.export();
    Map<String, Double> metrics = new TreeMap<>();
    Measured measured = measure(session, network, train);
    put("train", settings.task(), train, measured.outputs(), metrics);
    if (validation.size() > 0) {
      putValidation(session, settings.task(), validation, session.outputs(validation), metrics);
    }
    return model(network, settings, measured.ranges(), metrics, history);
  }

  /** Where the training part may not be looked at: everything is measured on the other one. */
  static TrainedModel collectUnseen(
      TorchSession session,
      TrainingSettings settings,
      PackedSamples validation,
      List<EpochResult> history) {
    Network network = session.export();
    Map<String, Double> metrics = new TreeMap<>();
    Measured measured = measure(session, network, validation);
    putValidation(session, settings.task(), validation, measured.outputs(), metrics);
    return model(network, settings, measured.ranges(), metrics, history);
  }

  private static TrainedModel model(
      Network network,
      TrainingSettings settings,
      List<ValueRange> ranges,
      Map<String, Double> metrics,
      List<EpochResult> history) {
    ModelInfo info =
        new ModelInfo(
            settings.task(), List.of(), List.of(), "", "", ranges, settings.describe(), metrics);
    return TrainedModel.trained(network, info, history);
  }

  private static void putValidation(
      TorchSession session,
      Task task,
      PackedSamples validation,
      double[][] outputs,
      Map<String, Double> metrics) {
    metrics.put("validation.loss", session.loss(validation));
    put("validation", task, validation, outputs, metrics);
  }

  private static void put(
      String use, Task task, PackedSamples data, double[][] outputs, Map<String, Double> metrics) {
    double[][] known = data.targetRows();
    List<String> names =
        IntStream.range(0, known[0].length).mapToObj(t -> String.valueOf(t + 1)).toList();
    Evaluation evaluation =
        names.size() > 1
            ? Evaluation.ofSeveral(task, names, known, outputs)
            : Evaluation.of(task, data.targets(), outputs);
    evaluation.metrics().forEach((name, value) -> metrics.put(use + "." + name, value));
  }

  /** Outputs {@code [sample][output]}, and what every layer with weights puts out. */
  private record Measured(double[][] outputs, List<ValueRange> ranges) {}

  /** In one pass. */
  private static Measured measure(TorchSession session, Network network, PackedSamples data) {
    int layers = session.block().architecture().layers();
    double[] min = new double[layers];
    double[] max = new double[layers];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    session.block().onPreActivation((layer, values) -> widen(min, max, layer, values));
    double[][] outputs = session.outputs(data);
    session.block().onPreActivation(null);
    for (double[] output : outputs) {
      for (double value : output) {
        min[layers - 1] = Math.min(min[layers - 1], value);
        max[layers - 1] = Math.max(max[layers - 1], value);
      }
    }
    List<String> names =
        network.nodes().stream()
            .filter(n -> n.layer() instanceof Layer.Conv2d || n.layer() instanceof Layer.Linear)
            .map(Network.Node::name)
            .toList();
    List<ValueRange> ranges = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      ranges.add(new ValueRange(names.get(i), min[i], max[i]));
    }
    return new Measured(outputs, ranges);
  }

  private static void widen(double[] min, double[] max, int layer, NDArray values) {
    min[layer] = Math.min(min[layer], values.min().toFloatArray()[0]);
    max[layer] = Math.max(max[layer], values.max().toFloatArray()[0]);
  }
}
