package org.chemxor.models.trained;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;

/**
 * The mean of two models of the same images as one network: {@code y = (a(x) + b(x)) / 2}. Both
 * stand in it side by side and read the same input; the halves are folded into their last layers.
 * So one encrypted evaluation answers for both, as deep as the deeper one.
 */
public final class MeanModel {
  private static final String SUM = "mean";

  private MeanModel() {}

  /**
   * The mean of the outputs of two models: of values, or of the scores of classes.
   *
   * @return a network called {@code A+B}, whose nodes are those of the first with {@code a.} before
   *     their names, of the second with {@code b.}; ranges and settings of both; no metrics
   * @throws InvalidInputException when they differ in task, targets, classes, images, input or
   *     output, or one does not end with a linear layer
   */
  public static TrainedModel of(TrainedModel a, TrainedModel b) {
    requireAlike(a, b);
    Network.Builder builder =
        Network.builder(a.network().name() + "+" + b.network().name(), a.network().inputShape());
    String left = append("a.", a.network(), builder);
    String right = append("b.", b.network(), builder);
    Network network = builder.add(SUM, new Layer.Add(), left, right).build();
    Map<String, String> settings = new TreeMap<>();
    a.info().training().forEach((name, value) -> settings.put("a." + name, value));
    b.info().training().forEach((name, value) -> settings.put("b." + name, value));
    List<ValueRange> ranges =
        Stream.concat(ranges("a.", a.info()).stream(), ranges("b.", b.info()).stream()).toList();
    ModelInfo info =
        new ModelInfo(
            a.info().task(),
            a.info().targets(),
            a.info().classes(),
            a.info().featuriser(),
            "",
            ranges,
            settings,
            Map.of());
    return TrainedModel.trained(network, info, a.history().isEmpty() ? b.history() : a.history());
  }

  private static void requireAlike(TrainedModel a, TrainedModel b) {
    boolean isAlike =
        a.network().inputShape().equals(b.network().inputShape())
            && a.network().outputShape().equals(b.network().outputShape())
            && a.info().task() == b.info().task()
            && a.info().targets().equals(b.info().targets())
            && a.info().classes().equals(b.info().classes())
            && a.info().featuriser().equals(b.info().featuriser());
    if (!isAlike) {
      throw new InvalidInputException(
          "models have a mean when task, targets, classes, images, inputs and outputs are the same;"
              + " these are "
              + a
              + " and "
              + b);
    }
  }

  /** Appends the nodes of a network, its last layer halved; the name of the last node. */
  private static String append(String prefix, Network network, Network.Builder builder) {
    List<Network.Node> nodes = network.nodes();
    List<String> names = new ArrayList<>();
    names.add("input");
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      Layer layer = i == nodes.size() - 1 ? halved(network, node.layer()) : node.layer();
      String name = prefix + node.name();
      builder.add(name, layer, node.inputs().stream().map(names::get).toArray(String[]::new));
      names.add(name);
    }
    return names.get(nodes.size());
  }

  private static Layer halved(Network network, Layer layer) {
    if (!(layer instanceof Layer.Linear linear)) {
      throw new InvalidInputException(
          network.name() + " does not end with a linear layer; its outputs cannot be halved");
    }
    Tensor weights = linear.weights();
    return new Layer.Linear(
        halved(weights, linear.outFeatures(), linear.inFeatures()),
        halved(linear.bias(), linear.outFeatures()));
  }

  /** Exact: halving changes the exponent alone. */
  private static Tensor halved(Tensor tensor, int... shape) {
    double[] values = tensor.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] /= 2;
    }
    return Tensor.of(values, shape);
  }

  private static List<ValueRange> ranges(String prefix, ModelInfo info) {
    return info.ranges().stream()
        .map(range -> new ValueRange(prefix + range.node(), range.min(), range.max()))
        .toList();
  }
}
