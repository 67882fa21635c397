package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions along which public images vary most, their principal components: {@code z_k = w_k
 * . (x - mean)}, each in units of its deviation over these images. They know nothing about other
 * images, so that a model of z instead of pixels has few numbers to learn and none to hide.
 */
final class PublicDirections {
  /** Added to the variance along a direction, in squares of pixels: little ones stay little. */
  private static final double RIDGE = 0.1;

  private final double[] means;
  private final double[][] rows;
  private final double[] middles;
  private final double[] reaches;
  private final SparseImages publics;

  private PublicDirections(double[] means, double[][] rows, SparseImages publics) {
    this.means = means;
    this.rows = rows;
    this.publics = publics;
    this.middles = Arrays.stream(rows).mapToDouble(row -> Kernel.dot(row, means)).toArray();
    this.reaches =
        IntStream.range(0, rows.length)
            .mapToDouble(
                k ->
                    Arrays.stream(publics.evaluate(i -> Math.abs(value(k, publics, i))))
                        .max()
                        .orElse(0))
            .map(reach -> reach > 0 ? reach : 1)
            .toArray();
  }

  /**
   * Finds them.
   *
   * @param publics at least two different images
   * @param most how many directions; no more than there are pixels that differ
   */
  static PublicDirections of(SparseImages publics, int most) {
    double[] means = publics.means();
    QuadraticForm moments = new QuadraticForm();
    for (int row = 0; row < publics.size(); row++) {
      moments.add(publics, row, 1.0 / publics.size());
    }
    int[] active =
        IntStream.range(0, means.length)
            .filter(i -> covariance(moments, means, i, i) > 1e-12)
            .toArray();
    int n = active.length;
    DMatrixRMaj covariance = new DMatrixRMaj(n, n);
    for (int a = 0; a < n; a++) {
      for (int b = a; b < n; b++) {
        double value = covariance(moments, means, active[a], active[b]);
        covariance.set(a, b, value);
        covariance.set(b, a, value);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(covariance)) {
      throw new IllegalStateException("the principal components of public images were not found");
    }
    double[][] rows =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                (a, b) ->
                    Double.compare(
                        eigen.getEigenvalue(b).getReal(), eigen.getEigenvalue(a).getReal()))
            .limit(most)
            .map(k -> row(eigen, k, active, means.length))
            .toArray(double[][]::new);
    return new PublicDirections(means, rows, publics);
  }

  /** Those along which images vary most. */
  PublicDirections first(int most) {
    return new PublicDirections(means, Arrays.copyOf(rows, Math.min(most, rows.length)), publics);
  }

  private static double covariance(QuadraticForm moments, double[] means, int i, int j) {
    return moments.pair(i, j) - means[i] * means[j];
  }

  private static double[] row(
      EigenDecomposition_F64<DMatrixRMaj> eigen, int k, int[] active, int pixels) {
    double variance = Math.max(0, eigen.getEigenvalue(k).getReal());
    DMatrixRMaj vector = eigen.getEigenVector(k);
    double[] row = new double[pixels];
    for (int a = 0; a < active.length; a++) {
      row[active[a]] = vector.get(a) / Math.sqrt(variance + RIDGE);
    }
    return row;
  }

  int size() {
    return rows.length;
  }

  /** {@code z_k} of an image. */
  double value(int k, SparseImages images, int row) {
    return images.dot(row, rows[k], 0) - middles[k];
  }

  /**
   * {@code constant + sum of linear_k z_k + squares_k z_k^2} with a square for each direction and
   * two for the linear part, as {@link RankCut#cut} writes it: what enters a square is within plus
   * or minus one on the public images.
   */
  SquareSum alone(double constant, double[] linear, double[] squares) {
    int n = rows.length;
    double[][] maps = new double[n + 2][];
    double[] offsets = new double[n + 2];
    double[] factors = new double[n + 2];
    double[] along = new double[SparseImages.PIXELS];
    double middle = 0;
    for (int k = 0; k < n; k++) {
      maps[k] = scaled(rows[k], 1 / reaches[k]);
      offsets[k] = -middles[k] / reaches[k];
      factors[k] = squares[k] * reaches[k] * reaches[k];
      for (int i = 0; i < along.length; i++) {
        along[i] += linear[k] * rows[k][i];
      }
      middle += linear[k] * middles[k];
    }
    double reach = reach(along, middle);
    for (int side = 0; side < 2; side++) {
      double sign = side == 0 ? 1 : -1;
      maps[n + side] = scaled(along, 1 / (2 * reach));
      offsets[n + side] = -middle / (2 * reach) + sign / 2;
      factors[n + side] = sign * reach;
    }
    return new SquareSum(maps, offsets, factors, constant);
  }

  private double reach(double[] row, double middle) {
    double largest =
        Arrays.stream(publics.evaluate(i -> Math.abs(publics.dot(i, row, 0) - middle)))
            .max()
            .orElse(0);
    return largest > 0 ? largest : 1;
  }

  /**
   * Several such sums on the same squares, two for each direction: with {@code u = z / reach} they
   * are {@code (u/2 + 1/2)^2} and {@code (u/2 - 1/2)^2}, whose difference is u and whose sum is
   * {@code (u^2 + 1) / 2}.
   *
   * @param constants one for each sum
   * @param linear {@code [sum][direction]}
   * @param squares {@code [sum][direction]}
   */
  SquareSum[] together(double[] constants, double[][] linear, double[][] squares) {
    int n = rows.length;
    double[][] maps = new double[2 * n][];
    double[] offsets = new double[2 * n];
    for (int k = 0; k < n; k++) {
      double[] half = scaled(rows[k], 1 / (2 * reaches[k]));
      for (int side = 0; side < 2; side++) {
        maps[2 * k + side] = half;
        offsets[2 * k + side] = -middles[k] / (2 * reaches[k]) + (side == 0 ? 0.5 : -0.5);
      }
    }
    return IntStream.range(0, constants.length)
        .mapToObj(s -> sum(constants[s], linear[s], squares[s], maps, offsets))
        .toArray(SquareSum[]::new);
  }

  private SquareSum sum(
      double constant, double[] linear, double[] squares, double[][] maps, double[] offsets) {
    double[] factors = new double[maps.length];
    double shift = 0;
    for (int k = 0; k < rows.length; k++) {
      double square = squares[k] * reaches[k] * reaches[k];
      factors[2 * k] = 2 * square + linear[k] * reaches[k];
      factors[2 * k + 1] = 2 * square - linear[k] * reaches[k];
      shift -= square;
    }
    return new SquareSum(maps, offsets, factors, constant + shift);
  }

  private static double[] scaled(double[] row, double factor) {
    return Arrays.stream(row).map(x -> x * factor).toArray();
  }
}
