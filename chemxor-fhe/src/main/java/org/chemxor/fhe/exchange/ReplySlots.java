package org.chemxor.fhe.exchange;

import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.packing.FeatureLayout;
import org.chemxor.fhe.packing.SlotLayout;

/** What a client checks in the slots of a decrypted reply before it believes them. */
public final class ReplySlots {
  /** Imaginary parts above this part of the values, or of 1, mean that decryption failed. */
  private static final double MAX_IMAGINARY = 0x1p-8;

  private ReplySlots() {}

  /**
   * Slots without their coarse copy, if there is one.
   *
   * @param limit half the modulus
   * @throws InvalidInputException when they contradict it
   */
  public static double[] withoutCopy(
      double[] slots, ReplyForm form, FeatureLayout layout, double limit, int round) {
    return form.coarseBits() > 0 && layout instanceof SlotLayout outputs
        ? form.coarse().orElseThrow().outputs(slots, outputs.period(), 2 * limit, round)
        : slots;
  }

  /**
   * Checks a decrypted ciphertext. All values are real, so imaginary parts are noise; when they are
   * large the result has overflowed or was made with other keys, and its real parts mean nothing.
   */
  public static void requireReal(double[][] complex, int round) {
    double real = rootMeanSquare(complex[0]);
    double imaginary = rootMeanSquare(complex[1]);
    if (!(imaginary <= MAX_IMAGINARY * Math.max(1, real))) {
      throw new InvalidInputException(
          "the reply to round "
              + round
              + " does not decrypt to real numbers (imaginary part "
              + imaginary
              + "): it was damaged, made with other keys, or its values left the program's range");
    }
  }

  private static double rootMeanSquare(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return Math.sqrt(sum / values.length);
  }
}
