package org.chemxor.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small immutable graph of layers with weights: the meeting point of training, import, the
 * plaintext evaluator and the encrypted compilers.
 *
 * <p>Node 0 is the input; every other node names earlier nodes as its inputs, so the list order is
 * an evaluation order. The last node is the output.
 */
public final class Network {

  /**
   * One node of the graph.
   *
   * @param name unique in the network
   * @param layer what it computes
   * @param inputs indices of the value it reads: 0 is the network's input, i + 1 the output of node
   *     i
   * @param outputShape shape of its result for one sample
   */
  public record Node(String name, Layer layer, List<Integer> inputs, Shape outputShape) {
    /** Copies the list. */
    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  private final String name;
  private final Shape inputShape;
  private final List<Node> nodes;

  private Network(String name, Shape inputShape, List<Node> nodes) {
    this.name = name;
    this.inputShape = inputShape;
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Starts a network.
   *
   * @param name shown to people
   * @param inputShape shape of one sample
   */
  public static Builder builder(String name, Shape inputShape) {
    return new Builder(name, inputShape);
  }

  /** The network's name. */
  public String name() {
    return name;
  }

  /** Shape of one input sample. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Shape of one output. */
  public Shape outputShape() {
    return nodes.get(nodes.size() - 1).outputShape();
  }

  /** The nodes in evaluation order; at least one. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The shape of value {@code index}: 0 is the input, i + 1 the output of node i. */
  public Shape valueShape(int index) {
    return index == 0 ? inputShape : nodes.get(index - 1).outputShape();
  }

  /** Whether every node reads exactly the value before it. */
  public boolean isSequential() {
    for (int i = 0; i < nodes.size(); i++) {
      if (!nodes.get(i).inputs().equals(List.of(i))) {
        return false;
      }
    }
    return true;
  }

  /** Number of trained numbers (weights and biases; polynomial coefficients are not counted). */
  public long parameterCount() {
    return nodes.stream()
        .mapToLong(
            node -> {
              if (node.layer() instanceof Layer.Conv2d conv) {
                return (long) conv.weights().size() + conv.bias().size();
              }
              return node.layer() instanceof Layer.Linear linear
                  ? (long) linear.weights().size() + linear.bias().size()
                  : 0;
            })
        .sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append(": ").append(inputShape);
    for (Node node : nodes) {
      text.append(" -> ").append(node.name()).append(' ').append(node.outputShape());
    }
    return text.toString();
  }

  /** Collects nodes and checks every shape as it is added. */
  public static final class Builder {
    private final String name;
    private final Shape inputShape;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> valueByName = new HashMap<>();

    private Builder(String name, Shape inputShape) {
      this.name = name;
      this.inputShape = inputShape;
      valueByName.put("input", 0);
    }

    /** Appends a layer that reads the previous one, named after its kind and position. */
    public Builder add(Layer layer) {
      return add(
          layer.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + (nodes.size() + 1),
          layer);
    }

    /**
     * Appends a layer that reads the previous one.
     *
     * @throws IllegalArgumentException when the name is taken or the shapes do not fit
     */
    public Builder add(String nodeName, Layer layer) {
      return append(nodeName, layer, List.of(nodes.size()));
    }

    /**
     * Appends a layer that reads the named nodes; {@code "input"} is the network's input.
     *
     * @throws IllegalArgumentException when a name is unknown or taken or the shapes do not fit
     */
    public Builder add(String nodeName, Layer layer, String... inputNames) {
      return append(nodeName, layer, Arrays.stream(inputNames).map(this::valueIndex).toList());
    }

    private int valueIndex(String inputName) {
      Integer index = valueByName.get(inputName);
      if (index == null) {
        throw new IllegalArgumentException(
            "no node is named " + inputName + "; there are " + valueByName.keySet());
      }
      return index;
    }

    private Builder append(String nodeName, Layer layer, List<Integer> inputs) {
      if (valueByName.containsKey(nodeName)) {
        throw new IllegalArgumentException("two nodes are named " + nodeName);
      }
      List<Shape> shapes =
          inputs.stream().map(i -> i == 0 ? inputShape : nodes.get(i - 1).outputShape()).toList();
      Shape output;
      try {
        output = layer.outputShape(shapes);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("node " + nodeName + ": " + e.getMessage(), e);
      }
      nodes.add(new Node(nodeName, layer, inputs, output));
      valueByName.put(nodeName, nodes.size());
      return this;
    }

    /**
     * The finished network.
     *
     * @throws IllegalArgumentException when it has no node
     */
    public Network build() {
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException("a network needs at least one layer");
      }
      return new Network(name, inputShape, nodes);
    }
  }
}
