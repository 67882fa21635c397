package org.chemxor.mpc.compile;

/**
 * How a network is turned into a plan. Immutable; start from {@link #DEFAULT}.
 *
 * @param ringBits length of a share, 24 to 62; up to 40 is fast
 * @param activationBits fractional bits of activations and inputs, 4 to 24
 * @param weightBits fractional bits of weights where no samples tell how many fit, 4 to 19;
 *     magnitudes stay below {@code 2^(20 - weightBits)}
 * @param comparisonBits least length of a comparison, 8 to 40: activations stay below {@code
 *     2^(comparisonBits - activationBits)}; a layer that needs more gets more
 * @param exact whether numbers are rounded down exactly, at a higher cost; otherwise to one of both
 *     neighbours
 * @param comparator how comparisons are made
 * @param labelOnly whether the data owner learns only which output is the largest
 */
public record PlanOptions(
    int ringBits,
    int activationBits,
    int weightBits,
    int comparisonBits,
    boolean exact,
    Comparator comparator,
    boolean labelOnly) {

  /** 40 bits, 13 of fraction, comparisons of 20 bits by tables, scores shown. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(40, 13, 16, 20, false, Comparator.TABLES, false);

  /** Checks the ranges. */
  public PlanOptions {
    requireBetween("ringBits", ringBits, 24, 62);
    requireBetween("activationBits", activationBits, 4, 24);
    requireBetween("weightBits", weightBits, 4, 19);
    requireBetween("comparisonBits", comparisonBits, 8, 40);
    if (weightBits + comparisonBits > ringBits - 2) {
      throw new IllegalArgumentException(
          "weightBits + comparisonBits is "
              + (weightBits + comparisonBits)
              + ", a ring of "
              + ringBits
              + " bits has room for "
              + (ringBits - 2));
    }
  }

  private static void requireBetween(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be between " + least + " and " + most + ", got " + value);
    }
  }

  /** The same with exact rounding or without. */
  public PlanOptions withExact(boolean value) {
    return new PlanOptions(
        ringBits, activationBits, weightBits, comparisonBits, value, comparator, labelOnly);
  }

  /** The same with another comparator. */
  public PlanOptions withComparator(Comparator value) {
    return new PlanOptions(
        ringBits, activationBits, weightBits, comparisonBits, exact, value, labelOnly);
  }

  /** The same with the label alone disclosed, or all scores. */
  public PlanOptions withLabelOnly(boolean value) {
    return new PlanOptions(
        ringBits, activationBits, weightBits, comparisonBits, exact, comparator, value);
  }

  /** The same with other fractional bits of weights. */
  public PlanOptions withWeightBits(int value) {
    return new PlanOptions(
        ringBits, activationBits, value, comparisonBits, exact, comparator, labelOnly);
  }

  /** The same with another least length of comparisons. */
  public PlanOptions withComparisonBits(int value) {
    return new PlanOptions(
        ringBits, activationBits, weightBits, value, exact, comparator, labelOnly);
  }
}
