package org.chemxor.models;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;

/** Makes a {@link TrainedModel} of a session at the end of its training. */
final class TrainingResult {
  private TrainingResult() {}

  static TrainedModel collect(
      TorchSession session,
      TrainingSettings settings,
      PackedSamples train,
      PackedSamples validation,
      List<TrainingListener.EpochResult> history) {
    Network network = NetworkExport.export(session.block(), session.scale());
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("train.loss", session.loss(train));
    if (validation.size() > 0) {
      metrics.put("validation.loss", session.loss(validation));
    }
    ModelInfo info =
        new ModelInfo(
            settings.task(),
            "",
            List.of(),
            "",
            ranges(session, network, train),
            settings.describe(),
            metrics);
    return TrainedModel.trained(network, info, history);
  }

  /** What every layer with weights puts out on {@code data}, in the network's own units. */
  static List<ValueRange> ranges(TorchSession session, Network network, PackedSamples data) {
    int layers = session.block().architecture().layers();
    double[] min = new double[layers];
    double[] max = new double[layers];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    session.block().onPreActivation((layer, values) -> widen(min, max, layer, values));
    session.forEachOutput(data, (output, from) -> widen(min, max, layers - 1, output));
    session.block().onPreActivation(null);
    min[layers - 1] = session.scale().restore(min[layers - 1]);
    max[layers - 1] = session.scale().restore(max[layers - 1]);
    List<String> names =
        network.nodes().stream()
            .filter(n -> n.layer() instanceof Layer.Conv2d || n.layer() instanceof Layer.Linear)
            .map(Network.Node::name)
            .toList();
    List<ValueRange> ranges = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      ranges.add(new ValueRange(names.get(i), min[i], max[i]));
    }
    return ranges;
  }

  private static void widen(double[] min, double[] max, int layer, NDArray values) {
    min[layer] = Math.min(min[layer], values.min().toFloatArray()[0]);
    max[layer] = Math.max(max[layer], values.max().toFloatArray()[0]);
  }
}
