package org.chemxor.onnx.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;

/** Collects steps in evaluation order. Not thread-safe. */
public final class LayerGraph {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Node> flattened = new HashMap<>();
  private final Node input;

  /** A step with what it reads. */
  public static final class Node {
    final String name;
    Step step;
    List<Node> inputs;
    Shape shape;

    private Node(String name, Step step, List<Node> inputs, Shape shape) {
      this.name = name;
      this.step = step;
      this.inputs = List.copyOf(inputs);
      this.shape = shape;
    }

    /** The shape of its result for one sample. */
    public Shape shape() {
      return shape;
    }

    /** Whether no result can be negative, as far as the layers say. */
    public boolean isNonNegative() {
      return isNonNegative(MAX_LOOK_BACK);
    }

    private static final int MAX_LOOK_BACK = 32;

    private boolean isNonNegative(int depth) {
      if (depth == 0 || !(step instanceof Step.Computes computes)) {
        return false;
      }
      Layer layer = computes.layer();
      boolean isKeeping =
          layer instanceof Layer.MaxPool2d
              || layer instanceof Layer.AvgPool2d
              || layer instanceof Layer.Flatten;
      return layer instanceof Layer.Relu || (isKeeping && inputs.get(0).isNonNegative(depth - 1));
    }
  }

  /**
   * @param inputShape of one sample, as far as it is known yet
   */
  public LayerGraph(Shape inputShape) {
    input = new Node("input", new Step.Input(), List.of(), inputShape);
    nodes.add(input);
  }

  /** The network's input. */
  public Node input() {
    return input;
  }

  /** All nodes in evaluation order, the input first. */
  List<Node> nodes() {
    return nodes;
  }

  /**
   * Gives the input another shape of the same size, unless a node reads it already.
   *
   * @return whether it has that shape now
   */
  public boolean reshapeInput(Shape shape) {
    boolean isRead = nodes.stream().anyMatch(node -> node.inputs.contains(input));
    if (!isRead && shape.size() == input.shape.size()) {
      input.shape = shape;
    }
    return input.shape.equals(shape);
  }

  /**
   * Appends a layer.
   *
   * @throws IllegalArgumentException when the shapes do not fit
   */
  public Node add(String name, Layer layer, Node... inputs) {
    List<Node> read = List.of(inputs);
    Shape shape = layer.outputShape(read.stream().map(Node::shape).toList());
    return append(new Node(name, new Step.Computes(layer), read, shape));
  }

  /** Appends a scaling of every channel; vectors have a channel for every feature. */
  public Node scale(String name, double[] scale, double[] shift, Node of) {
    if (scale.length != of.shape.channels() || shift.length != scale.length) {
      throw new IllegalArgumentException(
          "a scaling of " + scale.length + " channels does not fit " + of.shape);
    }
    return append(new Node(name, new Step.Scales(scale, shift), List.of(of), of.shape));
  }

  /** The node as a vector: itself, or a flattening of it that is made once. */
  public Node flatten(Node node) {
    if (node.shape.isVector()) {
      return node;
    }
    return flattened.computeIfAbsent(node, n -> add(n.name + "_flat", new Layer.Flatten(), n));
  }

  private Node append(Node node) {
    nodes.add(node);
    return node;
  }
}
