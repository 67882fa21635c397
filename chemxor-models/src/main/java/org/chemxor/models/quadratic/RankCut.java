package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * A form as {@code constant + linear . z + sum of a_k (w_k . z)^2} around the mean image, {@code z
 * = x - mean}: the eigenvectors of its quadratic part, those that change the value most first.
 * Pixels count in units of their deviation, so that what is cut is what the training images hardly
 * show.
 */
final class RankCut {
  private final double[] means;
  private final double[] linear = new double[SparseImages.PIXELS];
  private final double constant;
  private final double[] coefficients;
  private final double[][] rows;

  private RankCut(double[] means, double constant, double[] coefficients, double[][] rows) {
    this.means = means;
    this.constant = constant;
    this.coefficients = coefficients;
    this.rows = rows;
  }

  /**
   * All of the form, to be cut by who reads it.
   *
   * @param means of the pixels over the training images
   * @param deviations of the pixels over the training images; one that never changes is left out
   */
  static RankCut of(QuadraticForm form, double[] means, double[] deviations) {
    int[] active = IntStream.range(0, means.length).filter(i -> deviations[i] > 0).toArray();
    int n = active.length;
    DMatrixRMaj scaled = new DMatrixRMaj(n, n);
    for (int a = 0; a < n; a++) {
      for (int b = a; b < n; b++) {
        double half = form.pair(active[a], active[b]) * (a == b ? 1 : 0.5);
        double value = half * deviations[active[a]] * deviations[active[b]];
        scaled.set(a, b, value);
        scaled.set(b, a, value);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(scaled)) {
      throw new IllegalStateException("the eigenvectors of a form were not found");
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                (a, b) ->
                    Double.compare(
                        Math.abs(eigen.getEigenvalue(b).getReal()),
                        Math.abs(eigen.getEigenvalue(a).getReal())))
            .mapToInt(k -> k)
            .toArray();
    double[] coefficients = new double[n];
    double[][] rows = new double[n][means.length];
    for (int k = 0; k < n; k++) {
      coefficients[k] = eigen.getEigenvalue(order[k]).getReal();
      DMatrixRMaj vector = eigen.getEigenVector(order[k]);
      for (int a = 0; a < n; a++) {
        rows[k][active[a]] = vector.get(a) / deviations[active[a]];
      }
    }
    RankCut cut = new RankCut(means, constant(form, means), coefficients, rows);
    for (int i : active) {
      cut.linear[i] = slope(form, means, i);
    }
    return cut;
  }

  /**
   * The pixels that tell most: those that add most to the variance of the value around the mean
   * image, were pixels independent. A form of them alone takes the others for their mean.
   *
   * @param count of pixels, at least 1
   * @return the deviations of these pixels and zero for all others
   */
  static double[] mostTelling(QuadraticForm form, double[] means, double[] deviations, int count) {
    double[] variances = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      double slope = slope(form, means, i);
      double sum = slope * slope;
      for (int j = 0; j < means.length; j++) {
        double pair = form.pair(Math.min(i, j), Math.max(i, j)) * deviations[j];
        sum += pair * pair * (i == j ? 2 : 1);
      }
      variances[i] = deviations[i] * deviations[i] * sum;
    }
    double[] kept = new double[means.length];
    IntStream.range(0, means.length)
        .boxed()
        .sorted((a, b) -> Double.compare(variances[b], variances[a]))
        .limit(count)
        .forEach(i -> kept[i] = deviations[i]);
    return kept;
  }

  /** Eigenvalues there are: pixels that change over the training images. */
  int rank() {
    return coefficients.length;
  }

  /**
   * The {@code rank} squares that change the value most, and the linear part as two more: {@code l
   * = m ((l / 2m + 1/2)^2 - (l / 2m - 1/2)^2)}. What enters a square stays within plus or minus one
   * on the training images, and the mean value over them is the form's.
   *
   * @param rank at least 0; no more is taken than there is
   */
  SquareSum cut(int rank, QuadraticForm form, SparseImages train) {
    int kept = Math.min(rank, rank());
    double[][] maps = new double[kept + 2][];
    double[] offsets = new double[kept + 2];
    double[] factors = new double[kept + 2];
    for (int k = 0; k < kept; k++) {
      double reach = reach(rows[k], train);
      maps[k] = scaled(rows[k], 1 / reach);
      offsets[k] = -Kernel.dot(maps[k], means);
      factors[k] = coefficients[k] * reach * reach;
    }
    double reach = reach(linear, train);
    double[] half = scaled(linear, 1 / (2 * reach));
    double middle = -Kernel.dot(half, means);
    for (int side = 0; side < 2; side++) {
      double sign = side == 0 ? 1 : -1;
      maps[kept + side] = half;
      offsets[kept + side] = middle + sign / 2;
      factors[kept + side] = sign * reach;
    }
    SquareSum cut = new SquareSum(maps, offsets, factors, constant);
    return cut.shifted(mean(form.values(train)) - mean(cut.values(train)));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /** Largest size of {@code row . (x - means)} over images; 1 where it is zero. */
  private double reach(double[] row, SparseImages images) {
    double middle = Kernel.dot(row, means);
    double largest =
        IntStream.range(0, images.size())
            .mapToDouble(i -> Math.abs(images.dot(i, row, 0) - middle))
            .max()
            .orElse(0);
    return largest > 0 ? largest : 1;
  }

  private static double[] scaled(double[] row, double factor) {
    return Arrays.stream(row).map(x -> x * factor).toArray();
  }

  /** The form's value at the mean image. */
  private static double constant(QuadraticForm form, double[] means) {
    double sum = form.constant();
    for (int i = 0; i < means.length; i++) {
      double inner = form.linear(i);
      for (int j = i; j < means.length; j++) {
        inner += form.pair(i, j) * means[j];
      }
      sum += inner * means[i];
    }
    return sum;
  }

  /** The form's derivative by a pixel at the mean image. */
  private static double slope(QuadraticForm form, double[] means, int i) {
    double sum = form.linear(i) + form.pair(i, i) * means[i];
    for (int j = 0; j < means.length; j++) {
      sum += form.pair(Math.min(i, j), Math.max(i, j)) * means[j];
    }
    return sum;
  }
}
