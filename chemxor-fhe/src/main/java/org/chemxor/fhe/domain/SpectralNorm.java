package org.chemxor.fhe.domain;

import java.util.Arrays;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * Upper bounds on the spectral norm of a map. That of its weights W, a matrix of outputs and taps,
 * is at most its Schatten norms {@code tr((W W^T)^p)^(1 / 2p)}; p = 4 is within a factor {@code
 * n^(1/8)} of it, n the smaller side. A map of several windows multiplies the norm of its input by
 * at most that times the root of how many windows read one element.
 */
final class SpectralNorm {
  /** A larger side would take long; the Frobenius norm has to do. */
  private static final int MAX_SIDE = 1024;

  /** Floating-point rounding of the sums below is far less. */
  private static final double ROUNDING = 1 + 1e-9;

  private SpectralNorm() {}

  /** At least the spectral norm. */
  static double upperBound(WindowedMap map) {
    double[][] weights = new double[map.outputs()][map.taps()];
    double largestRow = 0;
    double[] columns = new double[map.taps()];
    for (int o = 0; o < weights.length; o++) {
      double row = 0;
      for (int t = 0; t < weights[o].length; t++) {
        weights[o][t] = map.weight(o, t);
        row += Math.abs(weights[o][t]);
        columns[t] += Math.abs(weights[o][t]);
      }
      largestRow = Math.max(largestRow, row);
    }
    double mixed = Math.sqrt(largestRow * Arrays.stream(columns).max().orElse(0));
    return ROUNDING * Math.min(mixed, schatten(weights)) * Math.sqrt(mostReaders(map));
  }

  private static int mostReaders(WindowedMap map) {
    int[] readers = new int[map.inputSize()];
    for (int t = 0; t < map.taps(); t++) {
      for (int w = 0; w < map.windows(); w++) {
        if (map.gather(t, w) != WindowedMap.PADDING) {
          readers[map.gather(t, w)]++;
        }
      }
    }
    return Arrays.stream(readers).max().orElse(1);
  }

  private static double schatten(double[][] weights) {
    double[][] rows = weights.length <= weights[0].length ? weights : transposed(weights);
    if (rows.length > MAX_SIDE) {
      return frobenius(weights);
    }
    return Math.pow(frobenius(gram(gram(rows))), 0.25);
  }

  private static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < t.length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  /** {@code A A^T}, summed row by row so that loops run over neighbours. */
  private static double[][] gram(double[][] a) {
    double[][] columns = transposed(a);
    double[][] gram = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      double[] row = gram[i];
      for (int k = 0; k < columns.length; k++) {
        double factor = a[i][k];
        double[] column = columns[k];
        for (int j = 0; factor != 0 && j < row.length; j++) {
          row[j] += factor * column[j];
        }
      }
    }
    return gram;
  }

  private static double frobenius(double[][] a) {
    return Math.sqrt(Arrays.stream(a).mapToDouble(row -> Math.pow(Forms.norm(row), 2)).sum());
  }
}
