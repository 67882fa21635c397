package org.chemxor.data.featurise;

import java.util.Arrays;
import org.chemxor.core.InvalidInputException;

/**
 * How a count becomes a pixel: {@code min(1, ln(1 + count) / ln(1 + cap))}, rounded to single
 * precision. Zero stays zero, {@code cap} and everything above it is one. The logarithm and the cap
 * keep a few large counts from pushing all others towards zero. The cap is the same for all bins,
 * or each bin has its own, learned from data.
 */
public final class CountScaling {
  private static final int SIZE = CircularFingerprint.SIZE;
  private static final int STANDARD_CAP = 15;
  private static final int LARGEST_CAP = 255;

  private final int[] caps;

  private CountScaling(int[] caps) {
    for (int cap : caps) {
      if (cap < 1 || cap > LARGEST_CAP) {
        throw new InvalidInputException(
            "a cap of a count scaling must be from 1 to " + LARGEST_CAP + ", got " + cap);
      }
    }
    this.caps = caps;
  }

  /** Cap 15 for every bin: a count of 1, 3, 7, 15 gives 0.25, 0.5, 0.75, 1. */
  public static CountScaling standard() {
    return uniform(STANDARD_CAP);
  }

  /**
   * One cap for every bin.
   *
   * @param cap the count that becomes a pixel of one, from 1 to 255
   */
  public static CountScaling uniform(int cap) {
    return new CountScaling(new int[] {cap});
  }

  /**
   * A cap for each bin.
   *
   * @param caps 1024 counts from 1 to 255; copied
   */
  public static CountScaling perBin(int[] caps) {
    if (caps.length != SIZE) {
      throw new InvalidInputException("a scaling by bin has " + SIZE + " caps, got " + caps.length);
    }
    return new CountScaling(caps.clone());
  }

  /** Whether every bin has the same cap. */
  public boolean isUniform() {
    return caps.length == 1;
  }

  /** The cap of a bin. */
  public int cap(int bin) {
    return caps.length == 1 ? caps[0] : caps[bin];
  }

  /**
   * The pixel for a count.
   *
   * @param bin from 0 to 1023
   * @param count at least 0
   * @return in [0, 1], exactly representable in single precision
   */
  public double pixel(int bin, int count) {
    int cap = cap(bin);
    return count >= cap ? 1 : (float) (Math.log1p(count) / Math.log1p(cap));
  }

  /** One cap, or 1024. */
  int[] caps() {
    return caps.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CountScaling that && Arrays.equals(caps, that.caps);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(caps);
  }

  @Override
  public String toString() {
    return isUniform() ? "CountScaling[cap " + caps[0] + "]" : "CountScaling[a cap for each bin]";
  }
}
