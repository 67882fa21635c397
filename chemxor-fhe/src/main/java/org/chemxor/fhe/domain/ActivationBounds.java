package org.chemxor.fhe.domain;

import java.util.Arrays;
import org.chemxor.fhe.graph.Activation;

/** Between what activations of numbers in an interval lie, by interval arithmetic. */
public final class ActivationBounds {
  private ActivationBounds() {}

  /**
   * The least and the greatest value, or less and more than these.
   *
   * @param low the least argument
   * @param high the greatest argument
   */
  public static double[] of(Activation activation, double low, double high) {
    double[] x = {low, high};
    if (activation instanceof Activation.Square) {
      return square(x);
    } else if (activation instanceof Activation.Cubic cubic) {
      return product(x, sum(square(x), cubic.linear()));
    } else if (activation instanceof Activation.Quartic quartic) {
      double[] linear = product(x, new double[] {quartic.linear(), quartic.linear()});
      double[] inner = square(sum(square(x), quartic.shift()));
      return new double[] {inner[0] + linear[0], inner[1] + linear[1]};
    }
    return x;
  }

  private static double[] sum(double[] x, double y) {
    return new double[] {x[0] + y, x[1] + y};
  }

  private static double[] square(double[] x) {
    double least = x[0] <= 0 && x[1] >= 0 ? 0 : Math.min(x[0] * x[0], x[1] * x[1]);
    return new double[] {least, Math.max(x[0] * x[0], x[1] * x[1])};
  }

  private static double[] product(double[] x, double[] y) {
    double[] all = {x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1]};
    return new double[] {Arrays.stream(all).min().orElse(0), Arrays.stream(all).max().orElse(0)};
  }
}
