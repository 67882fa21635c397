package org.chemxor.fhe.domain;

import java.util.Locale;

/**
 * The inputs that a program is made for: every number from {@code min} to {@code max}, and the sum
 * of their magnitudes at most {@code maxSum}. Immutable.
 *
 * @param min the least number
 * @param max the greatest number
 * @param maxSum limit on the sum of magnitudes; of a black and white image, the number of its set
 *     pixels
 */
public record InputDomain(double min, double max, double maxSum) {

  /** Checks the numbers. */
  public InputDomain {
    if (!Double.isFinite(min) || !Double.isFinite(max) || min >= max || !(maxSum > 0)) {
      throw new IllegalArgumentException(
          "a domain needs numbers from " + min + " to " + max + " and a sum, got " + maxSum);
    }
  }

  /** All inputs of some size in a range. */
  public static InputDomain box(double min, double max, int size) {
    return new InputDomain(min, max, size * Math.max(Math.abs(min), Math.abs(max)));
  }

  /** The same range with another limit on the sum. */
  public InputDomain withMaxSum(double sum) {
    return new InputDomain(min, max, sum);
  }

  /** The largest magnitude of a number. */
  public double largest() {
    return Math.max(Math.abs(min), Math.abs(max));
  }

  /** Whether the limit on the sum excludes any input of some size. */
  public boolean limitsSum(int size) {
    return maxSum < size * largest();
  }

  /**
   * Refuses an input outside.
   *
   * @throws OutsideDomainException when it is; the message says by how much
   */
  public void require(double[] input) {
    double sum = 0;
    for (int i = 0; i < input.length; i++) {
      double value = input[i];
      if (!(value >= min && value <= max)) {
        throw new OutsideDomainException(
            "input value "
                + i
                + " is "
                + value
                + ", this program was made for values from "
                + min
                + " to "
                + max
                + ": scale the input or compile with Plan.withInputRange",
            value,
            value < min ? min : max);
      }
      sum += Math.abs(value);
    }
    if (sum > maxSum) {
      throw new OutsideDomainException(
          String.format(
              Locale.ROOT,
              "the image is too dense: its %d numbers add up to %.6g, this program was made for at"
                  + " most %.6g, which is %.3g times less: its values could leave the room they"
                  + " have; make the image with a featurizer of molecules, or use"
                  + " Plan.partitioned()",
              input.length,
              sum,
              maxSum,
              sum / maxSum),
          sum,
          maxSum);
    }
  }
}
