package org.chemxor.fhe.graph;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.Shape;

/** What a node of the network is, in terms of values that some stage computes. */
sealed interface Expression {
  /** Shape of the node's result. */
  Shape shape();

  /** {@code scale * v + shift}, element by element, of one value v. */
  record Scaled(int value, double scale, double shift, Shape shape) implements Expression {}

  /** The sum of linear maps of values, and a bias. */
  record Sum(List<Term> terms, List<Double> bias, Shape shape) implements Expression {}

  /** A linear map of one value. */
  record Term(int value, WindowedMap map) {}

  /** The linear map {@code map} of {@code scale * v + shift}, plus {@code bias} per output. */
  static Sum linear(Scaled of, WindowedMap map, double[] channelBias, Shape shape) {
    double[] shifted = map.apply(constant(map.inputSize(), of.shift()));
    List<Double> bias = new ArrayList<>(shifted.length);
    for (int i = 0; i < shifted.length; i++) {
      bias.add(shifted[i] + channelBias[i / map.windows()]);
    }
    return new Sum(List.of(new Term(of.value(), map.times(of.scale()))), bias, shape);
  }

  /** This expression as a sum of linear maps. */
  default Sum toSum() {
    if (this instanceof Sum sum) {
      return sum;
    }
    Scaled scaled = (Scaled) this;
    WindowedMap identity = WindowedMap.identity(scaled.shape());
    return linear(scaled, identity, new double[identity.outputs()], scaled.shape());
  }

  /** This expression times {@code scale} plus {@code shift}. */
  default Expression affine(double scale, double shift) {
    if (this instanceof Scaled s) {
      return new Scaled(s.value(), scale * s.scale(), scale * s.shift() + shift, s.shape());
    }
    Sum sum = (Sum) this;
    return new Sum(
        sum.terms().stream().map(t -> new Term(t.value(), t.map().times(scale))).toList(),
        sum.bias().stream().map(b -> scale * b + shift).toList(),
        sum.shape());
  }

  /** The element-wise sum of two expressions of one shape. */
  static Sum add(Expression a, Expression b) {
    Sum left = a.toSum();
    Sum right = b.toSum();
    List<Term> terms = new ArrayList<>(left.terms());
    terms.addAll(right.terms());
    List<Double> bias = new ArrayList<>();
    for (int i = 0; i < left.bias().size(); i++) {
      bias.add(left.bias().get(i) + right.bias().get(i));
    }
    return new Sum(terms, bias, left.shape());
  }

  private static double[] constant(int size, double value) {
    double[] values = new double[size];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
