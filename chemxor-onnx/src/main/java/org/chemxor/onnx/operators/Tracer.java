package org.chemxor.onnx.operators;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.onnx.layers.LayerGraph;
import org.chemxor.onnx.layers.LayerGraph.Node;
import org.chemxor.onnx.model.Budget;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Traced;

/** The layers made so far, and how values become inputs of the next one. */
final class Tracer {
  /** Numbers of one layer's result: what evaluating it would have to hold. */
  private static final long MAX_ACTIVATION = 1 << 28;

  private final LayerGraph graph;
  private final Budget budget;
  private final int batch;
  private final Map<Key, Node> polynomials = new HashMap<>();

  private record Key(Node node, List<Double> polynomial) {}

  /**
   * @param batch samples in the input as the file declares it; 1 when it leaves that open
   */
  Tracer(LayerGraph graph, Budget budget, int batch) {
    this.graph = graph;
    this.budget = budget;
    this.batch = batch;
  }

  Budget budget() {
    return budget;
  }

  int batch() {
    return batch;
  }

  /** Appends a layer that reads nodes; its result has the given dimensions. */
  Traced add(Operation op, Layer layer, int[] dimensions, Node... inputs) {
    Node node = graph.add(op.name(), layer, inputs);
    if (node.shape().size() > MAX_ACTIVATION) {
      throw new Refusal("computes " + node.shape().size() + " numbers: too many to evaluate");
    }
    return Traced.of(op.name(), node, dimensions);
  }

  /** The node that computes a value, with its polynomial as a layer; made once for each. */
  Node node(Traced value) {
    double[] p = value.polynomial();
    if (Polynomials.isIdentity(p)) {
      return value.node();
    }
    Key key = new Key(value.node(), Arrays.stream(p).boxed().toList());
    Node known = polynomials.get(key);
    if (known != null) {
      return known;
    }
    Node made = p.length == 2 ? uniform(value, p) : polynomial(value, p);
    polynomials.put(key, made);
    return made;
  }

  private Node polynomial(Traced value, double[] p) {
    return graph.add(value.name(), Layer.Polynomial.of(p), value.node());
  }

  private Node uniform(Traced value, double[] p) {
    double[] scale = new double[value.node().shape().channels()];
    double[] shift = scale.clone();
    Arrays.fill(scale, p[1]);
    Arrays.fill(shift, p[0]);
    return graph.scale(value.name(), scale, shift, value.node());
  }

  /** The value with its polynomial as a layer, so that another can start from there. */
  Traced settled(Traced value) {
    return Traced.of(value.name(), node(value), value.dimensions());
  }

  /** The value as an image, for convolutions and pools; sequences are images of one row. */
  Node image(Traced value) {
    int[] d = value.dimensions();
    if (d.length != 2 && d.length != 3) {
      throw new Refusal(
          "reads "
              + value.shown()
              + ": only images [batch, channels, height, width] and sequences [batch, channels,"
              + " length] are read");
    }
    Shape wanted = d.length == 3 ? Shape.image(d[0], d[1], d[2]) : Shape.image(d[0], 1, d[1]);
    Node node = node(value);
    if (node.shape().equals(wanted) || (node == graph.input() && graph.reshapeInput(wanted))) {
      return node;
    }
    if (wanted.isVector()) {
      return graph.flatten(node);
    }
    throw new Refusal(
        "reads "
            + value.shown()
            + " where the network has "
            + node.shape()
            + ": a vector cannot become an image again; leave the values in one form");
  }

  /** The value as a vector. */
  Node vector(Traced value) {
    return graph.flatten(node(value));
  }

  /** Both values in one form, for their sum. */
  Node[] alike(Traced a, Traced b) {
    Node first = node(a);
    Node second = node(b);
    return first.shape().equals(second.shape())
        ? new Node[] {first, second}
        : new Node[] {graph.flatten(first), graph.flatten(second)};
  }

  /** Value times {@code scale} plus {@code shift}, which are broadcast to one sample. */
  Traced affine(Operation op, Traced value, Constant scale, Constant shift) {
    if (scale.isUniform() && shift.isUniform()) {
      requireBroadcast(value, scale);
      requireBroadcast(value, shift);
      return value.withPolynomial(
          op.name(), Polynomials.affine(value.polynomial(), scale.values()[0], shift.values()[0]));
    }
    double[] scales = broadcast(value, scale);
    double[] shifts = broadcast(value, shift);
    Node node = node(value);
    int plane = node.shape().height() * node.shape().width();
    if (!isByChannel(scales, plane) || !isByChannel(shifts, plane)) {
      node = graph.flatten(node);
      plane = 1;
    }
    Node scaled = graph.scale(op.name(), everyNth(scales, plane), everyNth(shifts, plane), node);
    return Traced.of(op.name(), scaled, value.dimensions());
  }

  private static boolean isByChannel(double[] values, int plane) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != values[i - i % plane]) {
        return false;
      }
    }
    return true;
  }

  private static double[] everyNth(double[] values, int n) {
    double[] result = new double[values.length / n];
    Arrays.setAll(result, i -> values[i * n]);
    return result;
  }

  private static void requireBroadcast(Traced value, Constant constant) {
    int[] d = value.dimensions();
    int[] c = constant.dimensions();
    boolean fits = c.length <= d.length + 1;
    for (int i = 1; fits && i <= c.length; i++) {
      int wanted = i <= d.length ? d[d.length - i] : 1;
      fits = c[c.length - i] == 1 || c[c.length - i] == wanted;
    }
    if (!fits) {
      throw new Refusal(
          "combines "
              + value.shown()
              + " with a constant of dimensions "
              + Arrays.toString(c)
              + ": a constant may only be broadcast to the other value's dimensions, and be the"
              + " same for every sample");
    }
  }

  /** One number for every number of a sample. */
  private double[] broadcast(Traced value, Constant constant) {
    requireBroadcast(value, constant);
    int[] d = value.dimensions();
    int[] c = constant.dimensions();
    double[] result = new double[budget.take("a broadcast constant", value.size())];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int index = 0;
      int stride = 1;
      for (int axis = 1; axis <= Math.min(d.length, c.length); axis++) {
        int side = d[d.length - axis];
        int own = c[c.length - axis];
        index += own == 1 ? 0 : rest % side * stride;
        stride *= own;
        rest /= side;
      }
      result[i] = constant.values()[index];
    }
    return result;
  }

  /** Refuses dimensions of another number of elements than the value has. */
  static void requireSize(Traced value, int[] dimensions) {
    if (Dimensions.count(dimensions) != value.size()) {
      throw new Refusal(
          "turns "
              + value.shown()
              + " into samples of "
              + Arrays.toString(dimensions)
              + ": only shapes that leave the batch alone are read");
    }
  }
}
