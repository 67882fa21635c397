package org.chemxor.models.quadratic;

import java.util.Arrays;

/**
 * Minimises {@code sum of c_n log(1 + exp(-y_n f(x_n))) + penalty / 2 |f|^2} over the functions of
 * a kernel by Newton's method: each step is a ridge regression with weights {@code w = c p (1 - p)}
 * on the working response {@code f + c (t - p) / w} (iteratively reweighted least squares, as in
 * Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 3.1).
 */
final class LogisticFit {
  private static final int MAX_STEPS = 20;
  private static final double LEAST_WEIGHT = 1e-8;
  private static final double STILL = 1e-6;

  private LogisticFit() {}

  /**
   * Coefficients of the minimum.
   *
   * @param positive whether each image is of the class
   * @param counts what each image counts, above 0
   * @param penalty above 0
   * @param start coefficients to begin with
   * @param tolerance of the linear systems
   */
  static double[] fit(
      Kernel kernel,
      boolean[] positive,
      double[] counts,
      double penalty,
      double[] start,
      double tolerance,
      int maxSteps) {
    double[] alpha = start;
    double[] f = kernel.times(alpha);
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] next = step(kernel, positive, counts, penalty, f, tolerance, maxSteps);
      double[] values = kernel.times(next);
      double moved = 0;
      for (int i = 0; i < f.length; i++) {
        moved = Math.max(moved, Math.abs(values[i] - f[i]));
      }
      alpha = next;
      f = values;
      if (moved < STILL + 10 * tolerance) {
        break;
      }
    }
    return alpha;
  }

  private static double[] step(
      Kernel kernel,
      boolean[] positive,
      double[] counts,
      double penalty,
      double[] f,
      double tolerance,
      int maxSteps) {
    double[] roots = new double[f.length];
    double[] right = new double[f.length];
    for (int i = 0; i < f.length; i++) {
      double p = Calibration.probability(f[i]);
      double weight = counts[i] * Math.max(LEAST_WEIGHT, p * (1 - p));
      roots[i] = Math.sqrt(weight);
      right[i] = roots[i] * (f[i] + counts[i] * ((positive[i] ? 1 : 0) - p) / weight);
    }
    double[] beta =
        ShiftedConjugateGradients.solve(
            v -> product(roots, kernel.times(product(roots, v))),
            new double[] {penalty},
            right,
            tolerance,
            maxSteps)[0];
    return product(roots, beta);
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    Arrays.setAll(product, i -> a[i] * b[i]);
    return product;
  }
}
