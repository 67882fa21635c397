package org.chemxor.mpc.compile;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;

/**
 * Exchanges ReLU and max-pool where the ReLU comes first and nothing else reads it. The result is
 * the same, as ReLU is monotone, and the ReLU then works on fewer numbers.
 */
final class PoolReordering {
  private PoolReordering() {}

  /** The network with every such pair exchanged. */
  static Network apply(Network network) {
    List<Network.Node> nodes = new ArrayList<>(network.nodes());
    boolean changed = false;
    for (int i = 0; i + 1 < nodes.size(); i++) {
      Network.Node first = nodes.get(i);
      Network.Node second = nodes.get(i + 1);
      int value = i + 1;
      boolean pair =
          first.layer() instanceof Layer.Relu
              && second.layer() instanceof Layer.MaxPool2d
              && second.inputs().equals(List.of(value))
              && nodes.stream().filter(node -> node.inputs().contains(value)).count() == 1;
      if (pair) {
        nodes.set(
            i,
            new Network.Node(second.name(), second.layer(), first.inputs(), second.outputShape()));
        nodes.set(
            i + 1,
            new Network.Node(first.name(), first.layer(), List.of(value), second.outputShape()));
        changed = true;
      }
    }
    return changed ? rebuild(network, nodes) : network;
  }

  private static Network rebuild(Network network, List<Network.Node> nodes) {
    Network.Builder builder = Network.builder(network.name(), network.inputShape());
    for (Network.Node node : nodes) {
      String[] inputs =
          node.inputs().stream()
              .map(value -> value == 0 ? "input" : nodes.get(value - 1).name())
              .toArray(String[]::new);
      builder.add(node.name(), node.layer(), inputs);
    }
    return builder.build();
  }
}
