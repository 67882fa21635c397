package org.chemxor.bench.quality;

import java.util.List;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;

/**
 * Linear least squares on the pixels with a penalty on the squared weights: the baseline that any
 * network should beat. Weights solve {@code (X'X + penalty I) w = X'y} with centred columns, by
 * Cholesky decomposition.
 */
final class RidgeRegression {
  private final double[] weights;
  private final double intercept;

  private RidgeRegression(double[] weights, double intercept) {
    this.weights = weights;
    this.intercept = intercept;
  }

  /**
   * Fits to samples.
   *
   * @param samples with images of one size, at least one
   * @param penalty above 0
   */
  static RidgeRegression fit(List<Sample> samples, double penalty) {
    int n = samples.get(0).image().toArray().length;
    double[] mean = new double[n];
    double meanTarget = 0;
    for (Sample sample : samples) {
      addScaled(mean, sample.image().toArray(), 1.0 / samples.size());
      meanTarget += sample.target() / samples.size();
    }
    double[][] normal = new double[n][n];
    double[] right = new double[n];
    for (Sample sample : samples) {
      double[] x = sample.image().toArray();
      addScaled(x, mean, -1);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          normal[i][j] += x[i] * x[j];
        }
      }
      addScaled(right, x, sample.target() - meanTarget);
    }
    for (int i = 0; i < n; i++) {
      normal[i][i] += penalty;
    }
    double[] weights = solve(normal, right);
    return new RidgeRegression(weights, meanTarget - dot(weights, mean));
  }

  /** The predicted value for an image. */
  double predict(MoleculeImage image) {
    return intercept + dot(weights, image.toArray());
  }

  private static void addScaled(double[] target, double[] values, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * values[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Solves a symmetric positive definite system given by its lower triangle, in place. */
  private static double[] solve(double[][] lower, double[] right) {
    int n = right.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = lower[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }
}
