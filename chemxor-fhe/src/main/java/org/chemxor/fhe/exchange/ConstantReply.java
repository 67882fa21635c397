package org.chemxor.fhe.exchange;

import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.guard.CoarseCopy;
import org.chemxor.fhe.message.ReplyForm;

/**
 * Reads the number in a {@link ReplyForm.Kind#CONSTANT} reply from its decrypted slots. Slot j is
 * the value of the polynomial m at the root {@code zeta^(3^j)}, {@code zeta = exp(i pi / N)}; m is
 * real, so its coefficient k is the mean over the slots of {@code Re(m_j zeta^(-3^j k))}. All but
 * the {@link ReplyForm#CONSTANT_COEFFICIENTS} coefficients at equal distances mean nothing and
 * cancel.
 *
 * <p>Leading bits that were dropped leave the number known up to multiples of twice the limit; it
 * is the one that is closest to the centre of its range.
 */
public final class ConstantReply {
  /** A value further from the centre than this part of the limit may have wrapped around. */
  private static final double MAX_VALUE = 0.5;

  /** Coefficients that are zero but for noise stay below this part of the limit. */
  private static final double MAX_ZERO = 1.0 / 16;

  /** Where {@link CoarseCopy} puts its number: at N / 4, and its negative at 3N / 4. */
  private static final int COPY = ReplyForm.CONSTANT_COEFFICIENTS / 4;

  private static final int NEGATIVE_COPY = 3 * COPY;

  private ConstantReply() {}

  /** The least limit with which numbers that far from the centre are read. */
  public static double limitFor(double reach) {
    return reach / MAX_VALUE;
  }

  /**
   * The number.
   *
   * @param slots real and imaginary parts of all slots
   * @param form where the number lies, and whether there is a coarse copy of it
   * @param limit how far from the centre no number is: half the modulus
   * @param round for the error message
   * @throws InvalidInputException when the number is too large, contradicts its copy, or other
   *     coefficients are not zero: with other keys that goes unnoticed once in 2^48 times
   */
  public static double value(double[][] slots, ReplyForm form, double limit, int round) {
    double[] coefficients = coefficients(slots, ReplyForm.CONSTANT_COEFFICIENTS);
    double distance = Math.IEEEremainder(coefficients[0] - form.centre(), 2 * limit);
    double copy = (coefficients[COPY] - coefficients[NEGATIVE_COPY]) / 2;
    double others = 0;
    for (int k = 1; k < coefficients.length; k++) {
      boolean isCopy = form.coarseBits() > 0 && (k == COPY || k == NEGATIVE_COPY);
      others = isCopy ? others : Math.max(others, Math.abs(coefficients[k]));
    }
    double value = requireNear(distance, form.centre(), limit, others, round);
    form.coarse().ifPresent(coarse -> coarse.requireAgreement(value, copy, 2 * limit, round));
    return value;
  }

  /**
   * The number at a distance from the centre.
   *
   * @param others the largest of the coefficients that should be zero
   */
  static double requireNear(
      double distance, double centre, double limit, double others, int round) {
    boolean isSound = Math.abs(distance) <= MAX_VALUE * limit && others <= MAX_ZERO * limit;
    if (!isSound) {
      throw new InvalidInputException(
          "the reply to round "
              + round
              + " does not decrypt to one number within "
              + MAX_VALUE * limit
              + " of "
              + centre
              + ": it was damaged, made with other keys, or its value left the program's range");
    }
    return centre + distance;
  }

  /**
   * The number as {@link #value} reads it, for simulations.
   *
   * @param value the true one
   * @param copy its coarse copy, if the form has one
   * @param limit half the modulus
   * @throws InvalidInputException as there
   */
  public static double wrapped(double value, double copy, ReplyForm form, double limit, int round) {
    double distance = Math.IEEEremainder(value - form.centre(), 2 * limit);
    double read = requireNear(distance, form.centre(), limit, 0, round);
    form.coarse().ifPresent(coarse -> coarse.requireAgreement(read, copy, 2 * limit, round));
    return read;
  }

  /** So many coefficients at equal distances, the first one among them, divided by the scale. */
  public static double[] coefficients(double[][] slots, int count) {
    int n = slots[0].length;
    int distance = 2 * n / count;
    double[] sums = new double[count];
    long power = 1;
    for (int j = 0; j < n; j++) {
      double angle = Math.PI * power / (2.0 * n);
      for (int k = 0; k < count; k++) {
        double turn = angle * k * distance;
        sums[k] += slots[0][j] * Math.cos(turn) + slots[1][j] * Math.sin(turn);
      }
      power = power * 3 % (4L * n);
    }
    for (int k = 0; k < count; k++) {
      sums[k] /= n;
    }
    return sums;
  }
}
