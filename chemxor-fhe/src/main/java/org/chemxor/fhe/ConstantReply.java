package org.chemxor.fhe;

import org.chemxor.core.InvalidInputException;

/**
 * Reads the number in a {@link ReplyForm.Kind#CONSTANT} reply from its decrypted slots. Slot j is
 * the value of the polynomial m at the root {@code zeta^(3^j)}, {@code zeta = exp(i pi / N)}; m is
 * real, so its coefficient k is the mean over the slots of {@code Re(m_j zeta^(-3^j k))}. All but
 * the first {@link ReplyForm#CONSTANT_COEFFICIENTS} coefficients mean nothing and cancel.
 *
 * <p>Leading bits that were dropped leave the number known up to multiples of twice the limit; it
 * is the one that is closest to the centre of its range.
 */
final class ConstantReply {
  /** A value further from the centre than this part of the limit may have wrapped around. */
  private static final double MAX_VALUE = 0.5;

  /** Coefficients that are zero but for noise stay below this part of the limit. */
  private static final double MAX_ZERO = 1.0 / 16;

  private ConstantReply() {}

  /**
   * The number.
   *
   * @param slots real and imaginary parts of all slots
   * @param centre of the range where the number lies
   * @param limit how far from there no number is
   * @param step for the error message
   * @throws InvalidInputException when the number is too large or other coefficients are not zero:
   *     with other keys that goes unnoticed once in 2^60 times
   */
  static double value(double[][] slots, double centre, double limit, int step) {
    double[] coefficients = coefficients(slots, ReplyForm.CONSTANT_COEFFICIENTS);
    double largest = 0;
    for (int k = 1; k < coefficients.length; k++) {
      largest = Math.max(largest, Math.abs(coefficients[k]));
    }
    double distance = Math.IEEEremainder(coefficients[0] - centre, 2 * limit);
    boolean isSound = Math.abs(distance) <= MAX_VALUE * limit && largest <= MAX_ZERO * limit;
    if (!isSound) {
      throw new InvalidInputException(
          "the reply to step "
              + step
              + " does not decrypt to one number within "
              + MAX_VALUE * limit
              + " of "
              + centre
              + ": it was damaged, made with other keys, or its value left the program's range");
    }
    return centre + distance;
  }

  /** The first coefficients of the polynomial with these slots, divided by its scale. */
  static double[] coefficients(double[][] slots, int count) {
    int n = slots[0].length;
    double[] sums = new double[count];
    long power = 1;
    for (int j = 0; j < n; j++) {
      double angle = Math.PI * power / (2.0 * n);
      for (int k = 0; k < count; k++) {
        sums[k] += slots[0][j] * Math.cos(angle * k) + slots[1][j] * Math.sin(angle * k);
      }
      power = power * 3 % (4L * n);
    }
    for (int k = 0; k < count; k++) {
      sums[k] /= n;
    }
    return sums;
  }
}
