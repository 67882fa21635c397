package org.chemxor.models.tuning;

import java.util.List;
import java.util.function.Function;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;

/**
 * Networks with layers that CKKS cannot evaluate replaced by ones that it can: a polynomial for a
 * ReLU, the mean for the maximum of a window. Names and connections stay.
 */
public final class PolynomialSubstitution {
  private PolynomialSubstitution() {}

  /** Names of the ReLUs, in evaluation order. */
  public static List<String> reluNodes(Network network) {
    return network.nodes().stream()
        .filter(node -> node.layer() instanceof Layer.Relu)
        .map(Network.Node::name)
        .toList();
  }

  /** Number of max pools. */
  public static long maxPools(Network network) {
    return network.nodes().stream().filter(n -> n.layer() instanceof Layer.MaxPool2d).count();
  }

  /** The index of the value that a node reads first: 0 is the input. */
  public static int inputOf(Network network, String name) {
    return network.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node is named " + name))
        .inputs()
        .get(0);
  }

  /** The same network with a polynomial in place of one ReLU. */
  public static Network withPolynomial(Network network, String relu, Layer.Polynomial polynomial) {
    if (!reluNodes(network).contains(relu)) {
      throw new IllegalArgumentException(relu + " is no ReLU; there are " + reluNodes(network));
    }
    return mapped(network, node -> node.name().equals(relu) ? polynomial : node.layer());
  }

  /** The same network with the mean of every window in place of its maximum. */
  public static Network withMeanPools(Network network) {
    return mapped(
        network,
        node ->
            node.layer() instanceof Layer.MaxPool2d pool
                ? new Layer.AvgPool2d(pool.size(), pool.stride(), pool.padding())
                : node.layer());
  }

  /** The same graph with other layers; shapes must stay. */
  static Network mapped(Network network, Function<Network.Node, Layer> layers) {
    Network.Builder builder = Network.builder(network.name(), network.inputShape());
    for (Network.Node node : network.nodes()) {
      String[] inputs =
          node.inputs().stream()
              .map(i -> i == 0 ? "input" : network.nodes().get(i - 1).name())
              .toArray(String[]::new);
      builder.add(node.name(), layers.apply(node), inputs);
    }
    return builder.build();
  }
}
