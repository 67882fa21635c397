package org.chemxor.models.quadratic;

/**
 * {@code constant + linear . x + sum over i <= j of pairs_ij x_i x_j} on the pixels of an image.
 * While it is summed up it holds the moments {@code sum of v_n}, {@code sum of v_n x_n} and {@code
 * sum of v_n x_n x_n^T} of weighted images.
 */
final class QuadraticForm {
  static final int PIXELS = SparseImages.PIXELS;
  private static final int PAIRS = PIXELS * (PIXELS + 1) / 2;

  private double constant;
  private final double[] linear = new double[PIXELS];
  private final double[] pairs = new double[PAIRS];

  /** Where the pairs of pixel {@code i} start, less {@code i}: add the other one, at least i. */
  private static int start(int i) {
    return i * PIXELS - i * (i + 1) / 2;
  }

  double constant() {
    return constant;
  }

  double linear(int pixel) {
    return linear[pixel];
  }

  /** The coefficient of {@code x_i x_j}, i at most j. */
  double pair(int i, int j) {
    return pairs[start(i) + j];
  }

  /** Adds one image's moments. */
  void add(SparseImages images, int row, double weight) {
    constant += weight;
    char[] set = images.pixels(row);
    float[] values = images.values(row);
    for (int a = 0; a < set.length; a++) {
      double factor = weight * values[a];
      linear[set[a]] += factor;
      int from = start(set[a]);
      for (int b = a; b < set.length; b++) {
        pairs[from + set[b]] += factor * values[b];
      }
    }
  }

  void add(QuadraticForm other) {
    constant += other.constant;
    for (int i = 0; i < PIXELS; i++) {
      linear[i] += other.linear[i];
    }
    for (int i = 0; i < PAIRS; i++) {
      pairs[i] += other.pairs[i];
    }
  }

  /** Makes the form of {@code sum over n of v_n (1 + x . x_n / scale)^2} of the moments. */
  void expand(double scale) {
    for (int i = 0; i < PIXELS; i++) {
      linear[i] *= 2 / scale;
      for (int j = i; j < PIXELS; j++) {
        pairs[start(i) + j] *= (i == j ? 1 : 2) / (scale * scale);
      }
    }
  }

  /** Replaces the form f by {@code factor f + shift}. */
  void transform(double factor, double shift) {
    constant = factor * constant + shift;
    for (int i = 0; i < PIXELS; i++) {
      linear[i] *= factor;
    }
    for (int i = 0; i < PAIRS; i++) {
      pairs[i] *= factor;
    }
  }

  double value(SparseImages images, int row) {
    char[] set = images.pixels(row);
    float[] values = images.values(row);
    double sum = constant;
    for (int a = 0; a < set.length; a++) {
      int from = start(set[a]);
      double inner = linear[set[a]];
      for (int b = a; b < set.length; b++) {
        inner += pairs[from + set[b]] * values[b];
      }
      sum += inner * values[a];
    }
    return sum;
  }

  double[] values(SparseImages images) {
    return images.evaluate(row -> value(images, row));
  }
}
