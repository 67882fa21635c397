package org.chemxor.fhe.domain;

import java.util.Arrays;

/**
 * What is known of the elements of a value: element i is {@code centre_i + slopes_i . x} but for an
 * error of at most {@code radius_i}, where x are the roots; the vector of errors has at most the
 * Euclidean norm {@code norm}; and the element lies from {@code low_i} to {@code high_i}. Arrays
 * are not copied.
 *
 * @param slopes by element and root; of length 0 where nothing depends on the roots any more
 */
@SuppressWarnings("ArrayRecordComponent")
record Forms(
    double[][] slopes, double[] centre, double[] radius, double norm, double[] low, double[] high) {

  int size() {
    return centre.length;
  }

  /** The roots themselves. */
  static Forms roots(Support support) {
    int n = support.size();
    double[][] slopes = new double[n][];
    for (int i = 0; i < n; i++) {
      // Told from rows by its length: the place of the only slope, which is 1.
      slopes[i] = new double[] {n == 1 ? 1 : i};
    }
    return new Forms(slopes, new double[n], new double[n], 0, support.low(), support.high());
  }

  /** Values laid end to end. */
  static Forms concat(Forms a, Forms b) {
    double[][] slopes = Arrays.copyOf(a.slopes, a.size() + b.size());
    System.arraycopy(b.slopes, 0, slopes, a.size(), b.size());
    return new Forms(
        slopes,
        concat(a.centre, b.centre),
        concat(a.radius, b.radius),
        Math.hypot(a.norm, b.norm),
        concat(a.low, b.low),
        concat(a.high, b.high));
  }

  private static double[] concat(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  static double norm(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }
}
