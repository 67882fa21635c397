package org.chemxor.mpc.compile;

/**
 * One interactive step of a gate: every number is opened under a mask once.
 *
 * @param kind what comes out
 * @param count numbers for one sample, at least 1
 * @param shift fractional bits that are dropped, at least 0
 * @param low lowest bit that the sign is judged by; 0 for steps without a sign
 * @param bits length of the comparison behind the sign; 0 for steps without one
 */
public record Step(Kind kind, int count, int shift, int low, int bits) {
  /** What a step computes of a number z. */
  public enum Kind {
    /** {@code max(0, z >> shift)}. */
    RECTIFY,
    /** {@code z >> shift}. */
    TRUNCATE,
    /** {@code (z >> shift)^2}. */
    SQUARE
  }

  /** A step without a sign. */
  static Step of(Kind kind, int count, int shift) {
    return new Step(kind, count, shift, 0, 0);
  }

  /** Magnitudes below this come out right: bits of the largest allowed number in a ring. */
  public int magnitudeBits(int ringBits) {
    return kind == Kind.RECTIFY ? Math.min(ringBits - 2, low + bits) : ringBits - 2;
  }

  /** Whether the sum of the dropped bits is found by a comparison of its own. */
  public boolean comparesDroppedBits(boolean exact) {
    return exact && shift > 0;
  }

  /**
   * Numbers that the dealer sends to the model owner for each number: shares of the products that
   * the step's formula is linear in.
   */
  public int corrections(boolean exact) {
    boolean borrow = comparesDroppedBits(exact);
    return switch (kind) {
      case RECTIFY -> shift == 0 ? 2 : borrow ? 7 : 5;
      case TRUNCATE -> borrow ? 3 : 2;
      case SQUARE -> borrow ? 7 : 4;
    };
  }

  /**
   * How many of the corrections, the last ones, matter modulo {@code 2^shift} only: the formula
   * multiplies them by {@code 2^(n - shift)}.
   */
  public int narrowCorrections() {
    return switch (kind) {
      case RECTIFY -> shift == 0 ? 0 : 2;
      case TRUNCATE -> 1;
      case SQUARE -> 0;
    };
  }
}
