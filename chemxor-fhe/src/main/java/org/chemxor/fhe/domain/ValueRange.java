package org.chemxor.fhe.domain;

import java.util.Locale;

/**
 * Which decrypted values a client accepts: each within {@code reach} of {@code centre}, and the
 * root of the sum of their squared distances at most {@code norm}. Immutable.
 *
 * @param centre middle of the range
 * @param reach largest distance from it
 * @param norm largest Euclidean norm of all distances
 * @param guardBits 0 when it is proven that no value wraps around the modulus; otherwise values
 *     within reach take up at most 2^-guardBits of the modulus, and one that wrapped is taken for
 *     another with about that chance
 */
public record ValueRange(double centre, double reach, double norm, int guardBits) {

  /** Checks the numbers. */
  public ValueRange {
    boolean isFinite = Double.isFinite(centre) && Double.isFinite(reach) && Double.isFinite(norm);
    if (!isFinite || reach <= 0 || norm <= 0 || guardBits < 0 || guardBits > Double.MAX_EXPONENT) {
      throw new IllegalArgumentException(
          "no range of values: "
              + centre
              + " by "
              + reach
              + ", norm "
              + norm
              + ", guard bits "
              + guardBits);
    }
  }

  /** The narrowest range of values with bounds. */
  public static ValueRange of(Bounds bounds) {
    double centre = bounds.centre();
    double sum = 0;
    for (int i = 0; i < bounds.low().length; i++) {
      double distance = Math.max(bounds.high()[i] - centre, centre - bounds.low()[i]);
      sum += distance * distance;
    }
    double reach = Math.max(Double.MIN_NORMAL, bounds.reach());
    return new ValueRange(centre, reach, Math.max(reach, Math.sqrt(sum)), 0);
  }

  /**
   * The range of twice the reach and norm. Of an output, which nothing is computed from: no honest
   * one is outside half of it, and what a cheating evaluator adds is for checks of answers to find.
   */
  public ValueRange twice() {
    return new ValueRange(centre, 2 * reach, 2 * norm, guardBits);
  }

  /**
   * Refuses values outside.
   *
   * @param values one number per feature of a sample
   * @param what they are, for the message
   * @throws OutsideRangeException when they are
   */
  public void require(double[] values, String what) {
    double sum = 0;
    for (double value : values) {
      double distance = Math.abs(value - centre);
      if (!(distance <= reach)) {
        throw outside(what, "a value of " + value, distance, reach);
      }
      sum += distance * distance;
    }
    double distance = Math.sqrt(sum);
    if (!(distance <= norm)) {
      throw outside(what, "values with a norm of " + distance, distance, norm);
    }
  }

  private OutsideRangeException outside(String what, String found, double distance, double limit) {
    return new OutsideRangeException(
        String.format(
            Locale.ROOT,
            "%s holds %s, %.6g from %.6g where at most %.6g is in the program's range: it was"
                + " damaged, made with other keys, or the input is unlike a molecule",
            what,
            found,
            distance,
            centre,
            limit),
        distance,
        limit);
  }
}
