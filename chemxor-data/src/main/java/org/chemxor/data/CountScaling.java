package org.chemxor.data;

import org.chemxor.core.InvalidInputException;

/**
 * How a count becomes a pixel: {@code min(1, ln(1 + count) / ln(1 + cap))}. Zero stays zero, {@code
 * cap} and everything above it is one, and the logarithm keeps a few large counts from pushing all
 * others towards zero.
 *
 * @param cap the count that becomes a pixel of one, at least 1
 */
public record CountScaling(int cap) {
  /** Cap 15: a count of 1, 3, 7, 15 gives 0.25, 0.5, 0.75, 1. */
  public static final CountScaling STANDARD = new CountScaling(15);

  /** Checks the cap. */
  public CountScaling {
    if (cap < 1) {
      throw new InvalidInputException("the cap of a count scaling must be at least 1, got " + cap);
    }
  }

  /**
   * The pixel for a count.
   *
   * @param count at least 0
   * @return in [0, 1]
   */
  public double pixel(int count) {
    return count >= cap ? 1 : Math.log1p(count) / Math.log1p(cap);
  }
}
