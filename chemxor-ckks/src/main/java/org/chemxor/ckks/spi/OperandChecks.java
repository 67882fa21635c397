package org.chemxor.ckks.spi;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.ScalarMatrix;

/**
 * What every engine refuses about operands, in the same words. Each method returns when all is well
 * and otherwise throws {@link MismatchException} with the value, the limit and the fix.
 */
public final class OperandChecks {
  /** Scales that differ by no more than this, relatively, are treated as equal. */
  public static final double SCALE_TOLERANCE = 0x1p-20;

  /** Logarithms are rounded: a scale of exactly half the modulus fits. */
  private static final double ROUNDING = 1e-9;

  private OperandChecks() {}

  /**
   * An operand as the engine's own type.
   *
   * @param what its name in messages: "ciphertext"
   */
  public static <T> T own(Class<T> type, Object operand, String what) {
    Objects.requireNonNull(operand, what + " is null");
    if (!type.isInstance(operand)) {
      throw new MismatchException(
          "the "
              + what
              + " belongs to another engine ("
              + operand.getClass().getSimpleName()
              + "): write it there and read it with this context");
    }
    return type.cast(operand);
  }

  /** Refuses what was made for other parameters than the context's. */
  public static void sameParameters(CkksParameters context, CkksParameters operand, String what) {
    if (!context.equals(operand)) {
      throw new MismatchException("the " + what + " was made for " + operand + ", not " + context);
    }
  }

  /** Refuses ciphertexts at different levels. */
  public static void sameLevel(Ciphertext a, Ciphertext b) {
    if (a.level() != b.level()) {
      throw new MismatchException(
          "the ciphertexts are at levels "
              + a.level()
              + " and "
              + b.level()
              + ": bring the higher one down with dropToLevel");
    }
  }

  /** Refuses scales that differ by more than {@link #SCALE_TOLERANCE}. */
  public static void sameScale(double a, double b) {
    if (Math.abs(a - b) > SCALE_TOLERANCE * Math.max(a, b)) {
      throw new MismatchException(
          "the scales "
              + a
              + " and "
              + b
              + " differ: encode one operand at the other's scale, or rescale first");
    }
  }

  /** Refuses ciphertexts that cannot be terms of one sum: of other level, scale or size. */
  public static void sameShape(Ciphertext a, Ciphertext b) {
    sameLevel(a, b);
    sameScale(a.scale(), b.scale());
    if (a.size() != b.size()) {
      throw new MismatchException("the ciphertexts differ in size: relinearize them first");
    }
  }

  /** Refuses a plaintext below the ciphertext's level. */
  public static void plainCovers(Plaintext plain, Ciphertext c) {
    if (plain.level() < c.level()) {
      throw new MismatchException(
          "the plaintext is at level "
              + plain.level()
              + ", below the ciphertext's "
              + c.level()
              + ": encode it at level "
              + c.level());
    }
  }

  /** A ciphertext of two polynomials; refuses others. */
  public static <C extends Ciphertext> C linear(C c) {
    if (c.size() != 2) {
      throw new MismatchException(
          "the ciphertext has " + c.size() + " polynomials: relinearize it first");
    }
    return c;
  }

  /** Whether there is anything to relinearise; refuses more than three polynomials. */
  public static boolean needsRelinearization(Ciphertext c) {
    if (c.size() > 3) {
      throw new MismatchException(
          "only products of two ciphertexts can be relinearized, this one has "
              + c.size()
              + " polynomials");
    }
    return c.size() == 3;
  }

  /** Refuses a ciphertext at level 0. */
  public static void canRescale(Ciphertext c) {
    if (c.level() == 0) {
      throw new MismatchException(
          "the ciphertext is at level 0 and cannot be rescaled: use parameters with more primes");
    }
  }

  /** Refuses a level above the ciphertext's, or below 0. */
  public static void canDrop(Ciphertext c, int level) {
    if (level < 0 || level > c.level()) {
      throw new MismatchException(
          "cannot go from level " + c.level() + " to " + level + ": levels only go down to 0");
    }
  }

  /**
   * Refuses a scale that leaves no room for values in a level's modulus Q: above Q/2, a value of 1
   * in every slot wraps around and is read as another number. Every operation asks this about its
   * result, and encoding about what it encodes.
   */
  public static void scaleFits(CkksParameters parameters, double scale, int level) {
    double room = parameters.logQ(level) - 1;
    if (!(scale > 0) || Double.isInfinite(scale) || log2(scale) > room + ROUNDING) {
      throw new MismatchException(
          String.format(
              Locale.ROOT,
              "the result would have a scale of 2^%.1f, the modulus of level %d, %.1f bits, has"
                  + " room for 2^%.1f: rescale first, or use smaller scales or a higher level",
              log2(scale),
              level,
              room + 1,
              room));
    }
  }

  /** Refuses a number that wraps around when it is added at a scale. */
  public static void valueFits(CkksParameters parameters, double value, double scale, int level) {
    if (!Double.isFinite(value)) {
      throw new CkksException("only finite numbers can be added, got " + value);
    }
    double room = parameters.logQ(level) - 1;
    if (log2(Math.abs(value)) + log2(scale) > room + ROUNDING) {
      throw new CkksException(
          String.format(
              Locale.ROOT,
              "%s at a scale of 2^%.1f needs %.1f bits, level %d holds %.1f: use a smaller scale or"
                  + " value, or a higher level",
              value,
              log2(scale),
              log2(Math.abs(value)) + log2(scale) + 1,
              level,
              room + 1));
    }
  }

  /**
   * Refuses a rescaling after which nothing is left: below a scale of 1 values are smaller than the
   * rounding of their coefficients.
   */
  public static void rescaleLeavesValues(double scale, double prime) {
    if (scale < prime) {
      throw new MismatchException(
          String.format(
              Locale.ROOT,
              "dividing a scale of 2^%.1f by a prime of %.1f bits would leave nothing of the"
                  + " values: multiply first, or encode at the scale of the prime",
              log2(scale),
              log2(prime)));
    }
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** Refuses lists that are empty or of different length. */
  public static void sameCount(List<Ciphertext> ciphertexts, List<Plaintext> plaintexts) {
    if (ciphertexts.isEmpty() || ciphertexts.size() != plaintexts.size()) {
      throw new MismatchException(
          "a sum of products needs as many plaintexts as ciphertexts and at least one, got "
              + ciphertexts.size()
              + " and "
              + plaintexts.size());
    }
  }

  /** Refuses terms {@code a_t b_t} that cannot be summed; both lists have the same length. */
  public static void summable(
      List<? extends Ciphertext> ciphertexts, List<? extends Plaintext> plaintexts) {
    for (int t = 0; t < ciphertexts.size(); t++) {
      sameShape(ciphertexts.get(0), ciphertexts.get(t));
      sameScale(plaintexts.get(0).scale(), plaintexts.get(t).scale());
      plainCovers(plaintexts.get(t), ciphertexts.get(t));
    }
  }

  /** Refuses operands that go beyond a matrix's columns. */
  public static void columnsFit(ScalarMatrix matrix, int firstColumn, int count) {
    if (firstColumn < 0 || firstColumn + count > matrix.columns()) {
      throw new MismatchException(
          count
              + " operands from column "
              + firstColumn
              + " on do not fit a matrix of "
              + matrix.columns()
              + " columns");
    }
  }

  /** The error for an automorphism without a key. */
  public static MismatchException missingKey(String operation, int elements) {
    return new MismatchException(
        "the Galois keys do not cover "
            + operation
            + ": they have "
            + elements
            + " elements; make keys with this step");
  }

  /** The error for a product that nothing hides. */
  public static CkksException transparentProduct() {
    return new CkksException(
        "the product is zero in every slot and would be sent unencrypted: do not multiply by"
            + " zero");
  }

  /** The error for a ciphertext from outside that hides nothing. */
  public static CkksException transparentInput() {
    return new CkksException(
        "the ciphertext is transparent: its polynomials beyond the first are zero, so it hides"
            + " nothing; it is not accepted");
  }

  /** The error for relinearisation keys from outside without the one that is used. */
  public static CkksException missingRelinearizationKey() {
    return new CkksException("the relinearization keys lack the one for squares of the secret");
  }
}
