package org.chemxor.fhe.guard;

import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.core.UnfitPlanException;

/**
 * The room that a result's values have: a polynomial of slots v has coefficients of at most the
 * scale times the mean of |v|, and is read right when these stay below half the modulus. What
 * happened to moduli on the way does not matter: sums, products, rescales and key switches commute
 * with wrapping around, so it is the modulus of the reply alone that decides.
 */
public final class ReplyRoom {
  /**
   * Of the modulus, what values fill at most: half, as a reply of one number demands, and something
   * for rounding. The bounds hold with their noise.
   */
  public static final double FILL = 0.475;

  /** A scale that is lowered by this adds no error worth counting. */
  public static final double NEGLIGIBLE = 2;

  /** With less no value would be left of the noise. */
  private static final double LEAST_SCALE = 0x1p8;

  private ReplyRoom() {}

  /**
   * The largest scale at which values fit.
   *
   * @param largest their largest magnitude
   * @throws UnfitPlanException when it is none
   */
  public static double largestScale(CkksParameters parameters, double largest) {
    return largestScale(parameters, 0, largest);
  }

  /**
   * The same for replies at a level.
   *
   * @param level index of their last prime
   */
  public static double largestScale(CkksParameters parameters, int level, double largest) {
    double modulus = Math.pow(2, parameters.logQ(level));
    double scale = scale(modulus, largest);
    if (!(scale >= LEAST_SCALE)) {
      throw new UnfitPlanException(
          "values of up to "
              + largest
              + " have no room in replies of "
              + parameters
              + ": use Plan.partitioned(), train with keepActivationsWithin, or a narrower input"
              + " range");
    }
    return scale;
  }

  /**
   * How far from the centre of their range values are read, when the scale is given.
   *
   * @param modulus in units of the values
   * @param centre magnitude of the centre, where it takes up room
   */
  public static double reach(double modulus, double centre) {
    return Math.min(FILL * modulus / 2, FILL * modulus - centre);
  }

  /** The same whether or not anything is left of values at that scale. */
  public static double scale(double modulus, double largest) {
    return FILL * modulus / (2 * Math.max(largest, Double.MIN_NORMAL));
  }

  /**
   * Standard deviation that a rescale adds to a slot, of scale 1: rounding of both polynomials, the
   * second one multiplied by the secret.
   */
  public static double rescaleDeviation(PolynomialRing ring) {
    return Math.sqrt(ring.slotVariance() * (1 + 2 * ring.productVariance() / 3) / 12);
  }
}
