package org.chemxor.onnx.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.onnx.layers.LayerGraph.Node;
import org.chemxor.onnx.model.Budget;
import org.chemxor.onnx.model.Names;

/**
 * Makes a {@link Network} of a {@link LayerGraph}: folds every scaling into the linear layer before
 * it or else into those after it, gives what is left a layer of its own, and leaves out what the
 * output does not need.
 */
public final class NetworkAssembly {
  private final Node output;
  private final Budget budget;
  private final List<Node> nodes;
  private final Map<Node, List<Node>> readers = new HashMap<>();

  private NetworkAssembly(LayerGraph graph, Node output, Budget budget) {
    this.output = output;
    this.budget = budget;
    Set<Node> needed = needed(output);
    this.nodes = new ArrayList<>(graph.nodes().stream().filter(needed::contains).toList());
    for (Node node : nodes) {
      node.inputs.forEach(in -> readersOf(in).add(node));
    }
  }

  /**
   * The network whose output is that of {@code output}.
   *
   * @throws org.chemxor.onnx.model.Refusal when a layer exceeds the budget
   * @throws IllegalArgumentException when there is no layer at all, or a folded weight is not
   *     finite
   */
  public static Network assemble(String name, LayerGraph graph, Node output, Budget budget) {
    NetworkAssembly assembly = new NetworkAssembly(graph, output, budget);
    for (Node node : assembly.nodes) {
      if (node.step instanceof Step.Scales scaling) {
        assembly.fold(node, scaling);
      }
    }
    return assembly.build(name, graph.input());
  }

  private static Set<Node> needed(Node output) {
    Set<Node> needed = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(output));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (needed.add(node)) {
        open.addAll(node.inputs);
      }
    }
    return needed;
  }

  private List<Node> readersOf(Node node) {
    return readers.computeIfAbsent(node, n -> new ArrayList<>());
  }

  private void fold(Node node, Step.Scales scaling) {
    Node before = node.inputs.get(0);
    boolean isOnlyReader = readersOf(before).size() == 1 && before != output;
    if (isOnlyReader && before.step instanceof Step.Computes c && isLinear(c.layer())) {
      node.step = new Step.Computes(ScaledLayers.before(scaling, c.layer()));
      bypass(node, before);
    } else if (node != output && !takers(node, scaling).isEmpty()) {
      takers(node, scaling).forEach((taker, own) -> take(taker, own));
      bypassForReaders(node, before);
    } else {
      node.step = new Step.Computes(ScaledLayers.apart(scaling, node.shape, budget));
    }
  }

  private static boolean isLinear(Layer layer) {
    return layer instanceof Layer.Conv2d || layer instanceof Layer.Linear;
  }

  /** The layers after a scaling that together can take it in, with the scaling as each sees it. */
  private Map<Node, Step.Scales> takers(Node node, Step.Scales scaling) {
    Map<Node, Step.Scales> takers = new HashMap<>();
    for (Node reader : readersOf(node)) {
      if (reader.step instanceof Step.Scales next) {
        takers.put(reader, next.after(scaling));
      } else if (ScaledLayers.canFollow(scaling, reader.step)) {
        takers.put(reader, scaling);
      } else if (reader != output && isFlatten(reader) && areLinear(readersOf(reader))) {
        Step.Scales flat = scaling.flattened(node.shape);
        readersOf(reader).forEach(r -> takers.put(r, flat));
      } else {
        return Map.of();
      }
    }
    return takers;
  }

  private static boolean isFlatten(Node node) {
    return node.step instanceof Step.Computes c && c.layer() instanceof Layer.Flatten;
  }

  private static boolean areLinear(List<Node> nodes) {
    return nodes.stream()
        .allMatch(n -> n.step instanceof Step.Computes c && c.layer() instanceof Layer.Linear);
  }

  private static void take(Node taker, Step.Scales scaling) {
    taker.step =
        taker.step instanceof Step.Computes c
            ? new Step.Computes(ScaledLayers.after(scaling, c.layer()))
            : scaling;
  }

  /** The node has become {@code before} and itself: it reads what that read. */
  private void bypass(Node node, Node before) {
    node.inputs = before.inputs;
    for (Node in : before.inputs) {
      Collections.replaceAll(readersOf(in), before, node);
    }
    before.inputs = List.of();
  }

  /** The node does nothing any more: its readers read {@code before}. */
  private void bypassForReaders(Node node, Node before) {
    readersOf(before).remove(node);
    for (Node reader : readersOf(node)) {
      reader.inputs = reader.inputs.stream().map(in -> in == node ? before : in).toList();
      readersOf(before).add(reader);
    }
    node.inputs = List.of();
  }

  private Network build(String name, Node input) {
    Set<Node> needed = needed(output);
    Network.Builder network = Network.builder(name, input.shape);
    Map<Node, String> names = new HashMap<>();
    names.put(input, "input");
    Map<String, Integer> taken = new HashMap<>(Map.of("input", 1));
    Set<String> used = new HashSet<>(List.of("input"));
    for (Node node : nodes) {
      if (needed.contains(node) && node.step instanceof Step.Computes computes) {
        String nodeName = unique(Names.shown(node.name), taken, used);
        String[] inputs = node.inputs.stream().map(names::get).toArray(String[]::new);
        network.add(nodeName, computes.layer(), inputs);
        names.put(node, nodeName);
      }
    }
    return network.build();
  }

  private static String unique(String name, Map<String, Integer> taken, Set<String> used) {
    String candidate = name;
    while (!used.add(candidate)) {
      candidate = name + "_" + taken.merge(name, 1, Integer::sum);
    }
    return candidate;
  }
}
