package org.chemxor.models.quadratic;

import java.util.Arrays;

/**
 * {@code constant + sum of factors_k (maps_k . x + offsets_k)^2}: a form as a network computes it.
 *
 * @param maps {@code [square][pixel]}
 * @param offsets one for each square
 * @param factors one for each square
 * @param constant of the sum
 */
record SquareSum(double[][] maps, double[] offsets, double[] factors, double constant) {

  SquareSum shifted(double shift) {
    return new SquareSum(maps, offsets, factors, constant + shift);
  }

  SquareSum times(double factor) {
    return new SquareSum(
        maps, offsets, Arrays.stream(factors).map(f -> f * factor).toArray(), constant * factor);
  }

  int squares() {
    return maps.length;
  }

  /** What enters square {@code k}. */
  double operand(int k, SparseImages images, int row) {
    return images.dot(row, maps[k], 0) + offsets[k];
  }

  double value(SparseImages images, int row) {
    double sum = constant;
    for (int k = 0; k < maps.length; k++) {
      double operand = operand(k, images, row);
      sum += factors[k] * operand * operand;
    }
    return sum;
  }

  double[] values(SparseImages images) {
    return images.evaluate(row -> value(images, row));
  }
}
