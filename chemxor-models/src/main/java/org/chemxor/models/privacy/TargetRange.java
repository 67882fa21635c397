package org.chemxor.models.privacy;

import java.util.Arrays;
import org.chemxor.core.InvalidInputException;
import org.chemxor.models.olinda.TargetScale;

/**
 * Where the values of a private regression may lie, from general knowledge and not from the data,
 * whose least and largest would disclose two molecules.
 *
 * @param least finite
 * @param most finite, above {@code least}
 */
public record TargetRange(double least, double most) {
  /** Checks both. */
  public TargetRange {
    if (!(Double.isFinite(least) && Double.isFinite(most) && least < most)) {
      throw new IllegalArgumentException("a range from " + least + " to " + most + " is none");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws InvalidInputException when it is no range
   */
  public static TargetRange parse(String text) {
    try {
      double[] ends = Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      if (ends.length == 2) {
        return new TargetRange(ends[0], ends[1]);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("the range \"" + text + "\" is none", e);
    }
    throw new InvalidInputException("the range \"" + text + "\" is not two numbers");
  }

  /** A value, or the end of the range that it lies beyond; NaN stays. */
  public double clamp(double value) {
    return Math.max(least, Math.min(most, value));
  }

  /** Takes the middle for zero, and four units across. */
  public TargetScale scale() {
    return new TargetScale((least + most) / 2, (most - least) / 4);
  }

  /** Both ends with a space between them. */
  @Override
  public String toString() {
    return least + " " + most;
  }
}
