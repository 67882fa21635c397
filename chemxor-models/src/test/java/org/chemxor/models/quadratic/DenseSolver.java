package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.List;
import org.chemxor.core.Sample;

/** The kernel and a linear system in plain double arithmetic, as one would write them down. */
final class DenseSolver {
  private DenseSolver() {}

  static double[][] kernel(List<Sample> a, List<Sample> b, double scale) {
    return a.stream()
        .map(x -> b.stream().mapToDouble(y -> Math.pow(1 + dot(x, y) / scale, 2)).toArray())
        .toArray(double[][]::new);
  }

  private static double dot(Sample a, Sample b) {
    double[] x = a.image().toArray();
    double[] y = b.image().toArray();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  static double meanSquare(List<Sample> samples) {
    return samples.stream().mapToDouble(s -> dot(s, s)).average().orElseThrow();
  }

  static double meanDiagonal(double[][] kernel) {
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      sum += kernel[i][i] / kernel.length;
    }
    return sum;
  }

  /** Gaussian elimination with pivots on {@code (kernel + shift I) x = right}. */
  static double[] solve(double[][] kernel, double shift, double[] right) {
    int n = right.length;
    double[][] a = Arrays.stream(kernel).map(double[]::clone).toArray(double[][]::new);
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      a[i][i] += shift;
    }
    for (int i = 0; i < n; i++) {
      int pivot = i;
      for (int k = i + 1; k < n; k++) {
        pivot = Math.abs(a[k][i]) > Math.abs(a[pivot][i]) ? k : pivot;
      }
      double[] row = a[pivot];
      a[pivot] = a[i];
      a[i] = row;
      double value = x[pivot];
      x[pivot] = x[i];
      x[i] = value;
      for (int k = i + 1; k < n; k++) {
        double factor = a[k][i] / row[i];
        for (int j = i; j < n; j++) {
          a[k][j] -= factor * row[j];
        }
        x[k] -= factor * x[i];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] -= a[i][j] * x[j];
      }
      x[i] /= a[i][i];
    }
    return x;
  }

  static double[] times(double[][] matrix, double[] v) {
    return Arrays.stream(matrix)
        .mapToDouble(
            row -> {
              double sum = 0;
              for (int i = 0; i < v.length; i++) {
                sum += row[i] * v[i];
              }
              return sum;
            })
        .toArray();
  }
}
