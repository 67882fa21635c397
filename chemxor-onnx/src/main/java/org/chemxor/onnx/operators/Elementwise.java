package org.chemxor.onnx.operators;

import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.onnx.layers.LayerGraph.Node;
import org.chemxor.onnx.model.Budget;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Known;
import org.chemxor.onnx.operators.Value.Traced;

/**
 * Sums, products and powers. As long as they are of one value and numbers they are followed as one
 * polynomial of that value.
 */
final class Elementwise {
  private static final Constant ZERO = new Constant(new int[0], new double[1], false);
  private static final Constant ONE = new Constant(new int[0], new double[] {1}, false);

  /** A square of a square is two layers from here on: encrypted plans evaluate degrees up to 4. */
  private static final int MAX_MERGED_DEGREE = 4;

  private Elementwise() {}

  static Value relu(Operation op, Tracer tracer) {
    Traced input = op.traced(0);
    return tracer.add(op, new Layer.Relu(), input.dimensions(), tracer.node(input));
  }

  static Value add(Operation op, Tracer tracer) {
    Budget budget = tracer.budget();
    Value sum = op.input(0);
    for (int i = 1; i < op.inputCount(); i++) {
      Value next = op.input(i);
      if (sum instanceof Known a && next instanceof Known b) {
        sum = Arithmetic.combine(a.constant(), b.constant(), budget, Double::sum);
      } else if (sum instanceof Traced a && next instanceof Traced b) {
        sum = add(op, tracer, a, b);
      } else {
        Traced value = (Traced) (sum instanceof Traced ? sum : next);
        Known constant = (Known) (sum instanceof Known ? sum : next);
        sum = tracer.affine(op, value, ONE, constant.constant());
      }
    }
    return sum;
  }

  private static Traced add(Operation op, Tracer tracer, Traced a, Traced b) {
    if (!java.util.Arrays.equals(a.dimensions(), b.dimensions())) {
      throw new Refusal(
          "adds "
              + a.shown()
              + " and "
              + b.shown()
              + ": two values of the network must have the same dimensions");
    }
    if (a.node() == b.node()) {
      return a.withPolynomial(op.name(), Polynomials.plus(a.polynomial(), b.polynomial()));
    }
    return tracer.add(op, new Layer.Add(), a.dimensions(), tracer.alike(a, b));
  }

  static Value subtract(Operation op, Tracer tracer) {
    Budget budget = tracer.budget();
    if (op.input(0) instanceof Known a && op.input(1) instanceof Known b) {
      return Arithmetic.combine(a.constant(), b.constant(), budget, (x, y) -> x - y);
    }
    if (op.input(1) instanceof Known b) {
      Constant minus = Arithmetic.map(b.constant(), budget, x -> -x).constant();
      return tracer.affine(op, op.traced(0), ONE, minus);
    }
    Traced minus = negated(op, op.traced(1));
    return op.input(0) instanceof Known a
        ? tracer.affine(op, minus, ONE, a.constant())
        : add(op, tracer, op.traced(0), minus);
  }

  private static Traced negated(Operation op, Traced value) {
    return value.withPolynomial(op.name(), Polynomials.affine(value.polynomial(), -1, 0));
  }

  static Value negate(Operation op, Tracer tracer) {
    return op.input(0) instanceof Known x
        ? Arithmetic.map(x.constant(), tracer.budget(), v -> -v)
        : negated(op, op.traced(0));
  }

  static Value multiply(Operation op, Tracer tracer) {
    if (op.input(0) instanceof Known a && op.input(1) instanceof Known b) {
      return Arithmetic.combine(a.constant(), b.constant(), tracer.budget(), (x, y) -> x * y);
    }
    if (op.input(0) instanceof Known a) {
      return tracer.affine(op, op.traced(1), a.constant(), ZERO);
    }
    if (op.input(1) instanceof Known b) {
      return tracer.affine(op, op.traced(0), b.constant(), ZERO);
    }
    return product(op, tracer, op.traced(0), op.traced(1));
  }

  private static Traced product(Operation op, Tracer tracer, Traced a, Traced b) {
    if (a.node() != b.node() || !java.util.Arrays.equals(a.dimensions(), b.dimensions())) {
      throw new Refusal(
          "multiplies two different values of the network: only products of a value with itself,"
              + " as in polynomials, are read");
    }
    boolean isSquare = java.util.Arrays.equals(a.polynomial(), b.polynomial());
    int degree = a.polynomial().length + b.polynomial().length - 2;
    if (isSquare && degree > MAX_MERGED_DEGREE) {
      return tracer.settled(a).withPolynomial(op.name(), new double[] {0, 0, 1});
    }
    return a.withPolynomial(op.name(), Polynomials.times(a.polynomial(), b.polynomial()));
  }

  static Value square(Operation op, Tracer tracer) {
    return op.input(0) instanceof Known x
        ? Arithmetic.map(x.constant(), tracer.budget(), v -> v * v)
        : product(op, tracer, op.traced(0), op.traced(0));
  }

  static Value divide(Operation op, Tracer tracer) {
    Constant divisor = op.constant(1, "divisor");
    if (op.input(0) instanceof Known a) {
      return Arithmetic.divide(a.constant(), divisor, tracer.budget());
    }
    Constant reciprocal =
        Arithmetic.map(
                divisor,
                tracer.budget(),
                v -> {
                  if (v == 0) {
                    throw new Refusal("divides by zero");
                  }
                  return 1 / v;
                })
            .constant();
    return tracer.affine(op, op.traced(0), reciprocal, ZERO);
  }

  static Value power(Operation op, Tracer tracer) {
    Constant exponent = op.constant(1, "exponent");
    if (op.input(0) instanceof Known a) {
      return Arithmetic.combine(a.constant(), exponent, tracer.budget(), Math::pow);
    }
    Traced base = op.traced(0);
    double value = exponent.isUniform() ? exponent.values()[0] : Double.NaN;
    if (value != Math.rint(value)
        || value < 0
        || value > Polynomials.MAX_DEGREE
        || exponent.rank() > base.dimensions().length + 1
        || exponent.values().length != 1) {
      throw new Refusal(
          "raises to powers other than one whole number from 0 to "
              + Polynomials.MAX_DEGREE
              + ": use a polynomial");
    }
    if (value > 1 && value * (base.polynomial().length - 1) > MAX_MERGED_DEGREE) {
      base = tracer.settled(base);
    }
    double[] power = {1};
    for (int i = 0; i < value; i++) {
      power = Polynomials.times(power, base.polynomial());
    }
    return base.withPolynomial(op.name(), power);
  }

  static Value squareRoot(Operation op, Tracer tracer) {
    return Arithmetic.map(op.constant(0, "argument"), tracer.budget(), Math::sqrt);
  }

  /**
   * Channels one after the other: each input is placed among zeros by a linear layer, and the
   * results are added.
   */
  static Value concatenate(Operation op, Tracer tracer) {
    if (op.input(0) instanceof Known) {
      return Shapes.concatenateConstants(op, tracer);
    }
    int rank = op.traced(0).dimensions().length + 1;
    if (Dimensions.axis(op.integer("axis", 1), rank) != 1) {
      throw new Refusal("joins values along another axis than the channels: only those are read");
    }
    long total = 0;
    for (int i = 0; i < op.inputCount(); i++) {
      int[] d = op.traced(i).dimensions();
      int[] first = op.traced(0).dimensions();
      if (d.length != first.length
          || Dimensions.count(d, 1, d.length) != Dimensions.count(first, 1, d.length)) {
        throw new Refusal("joins " + op.traced(0).shown() + " and " + op.traced(i).shown());
      }
      total += d[0];
    }
    int[] dimensions = op.traced(0).dimensions().clone();
    dimensions[0] = Dimensions.side("the sum of channels", total);
    Node sum = null;
    int offset = 0;
    for (int i = 0; i < op.inputCount(); i++) {
      Traced part = op.traced(i);
      Node placed = place(op, tracer, part, offset, dimensions[0]);
      offset += part.dimensions()[0];
      sum = sum == null ? placed : tracer.add(op, new Layer.Add(), dimensions, sum, placed).node();
    }
    return Traced.of(op.name(), java.util.Objects.requireNonNull(sum), dimensions);
  }

  private static Node place(Operation op, Tracer tracer, Traced part, int offset, int total) {
    boolean isVector = part.dimensions().length == 1;
    Node node = isVector ? tracer.vector(part) : tracer.image(part);
    Shape shape = node.shape();
    int own = shape.channels();
    double[] weights = new double[tracer.budget().take("a joined value", (long) total * own)];
    for (int c = 0; c < own; c++) {
      weights[(offset + c) * own + c] = 1;
    }
    Layer layer =
        isVector
            ? new Layer.Linear(Tensor.of(weights, total, own), Tensor.zeros(total))
            : new Layer.Conv2d(Tensor.of(weights, total, own, 1, 1), Tensor.zeros(total), 1, 0);
    return tracer.add(op, layer, part.dimensions(), node).node();
  }
}
