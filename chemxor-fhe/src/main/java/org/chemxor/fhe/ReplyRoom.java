package org.chemxor.fhe;

import org.chemxor.ckks.CkksParameters;

/**
 * The room that a result's values have: a polynomial of slots v has coefficients of at most the
 * scale times the mean of |v|, and is read right when these stay below half the modulus. What
 * happened to moduli on the way does not matter: sums, products, rescales and key switches commute
 * with wrapping around, so it is the modulus of the reply alone that decides.
 */
final class ReplyRoom {
  /**
   * Of the modulus, what values fill at most: half, as {@link ConstantReply} demands, and something
   * for rounding. The bounds hold with their noise.
   */
  private static final double FILL = 0.475;

  /** A scale that is lowered by this adds no error worth counting. */
  static final double NEGLIGIBLE = 2;

  /** With less no value would be left of the noise. */
  private static final double LEAST_SCALE = 0x1p8;

  private ReplyRoom() {}

  /**
   * The largest scale at which values fit.
   *
   * @param largest their largest magnitude
   * @throws IllegalArgumentException when it is none
   */
  static double largestScale(CkksParameters parameters, double largest) {
    return largestScale(parameters, 0, largest);
  }

  /**
   * The same for replies at a level.
   *
   * @param level index of their last prime
   */
  static double largestScale(CkksParameters parameters, int level, double largest) {
    double modulus = Math.pow(2, parameters.logQ(level));
    double scale = scale(modulus, largest);
    if (!(scale >= LEAST_SCALE)) {
      throw new IllegalArgumentException(
          "values of up to "
              + largest
              + " have no room in replies of "
              + parameters
              + ": use Plan.partitioned(), train with keepActivationsWithin, or a narrower input"
              + " range");
    }
    return scale;
  }

  /** The same whether or not anything is left of values at that scale. */
  static double scale(double modulus, double largest) {
    return FILL * modulus / (2 * Math.max(largest, Double.MIN_NORMAL));
  }
}
