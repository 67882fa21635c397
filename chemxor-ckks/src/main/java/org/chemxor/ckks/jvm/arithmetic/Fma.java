package org.chemxor.ckks.jvm.arithmetic;

/**
 * The fused multiply-add that all arithmetic on residues rests on. {@link Math#fma} is one
 * instruction where the processor has it and the JVM uses it; elsewhere the JDK computes it with
 * {@code BigDecimal}, some thousand times slower, so there it is put together from plain additions
 * and multiplications. Both give the same bits.
 */
public final class Fma {
  /**
   * Whether {@link Math#fma} is an instruction here: a constant, so that the JIT drops the test.
   */
  static final boolean IN_HARDWARE = ProcessorFeatures.hasFusedMultiplyAdd();

  /** 2^27 + 1: splits a double into two halves of 26 bits (Veltkamp; Dekker, 1971). */
  private static final double SPLITTER = 0x1.0p27 + 1;

  private Fma() {}

  /** {@code a b + c}, rounded once. Magnitudes as in {@link #inSoftware}. */
  public static double fma(double a, double b, double c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : inSoftware(a, b, c);
  }

  /**
   * {@code a b + c}, rounded once, from operations that round: the exact product and the exact sum
   * of its head and c, then the two tails added with rounding to odd, which makes the last addition
   * round correctly (Boldo and Melquiond, Emulation of FMA and correctly rounded sums: proved
   * algorithms using rounding to odd, IEEE Transactions on Computers, 2008).
   *
   * @param a zero or 2^-500 &lt;= |a| &lt;= 2^500, as are b, c and, unless zero, a b and its error
   */
  static double inSoftware(double a, double b, double c) {
    double product = a * b;
    double productTail = productError(a, b, product);
    double sum = c + productTail;
    double sumTail = sumError(c, productTail, sum);
    double head = product + sum;
    double headTail = sumError(product, sum, head);
    return head + roundToOdd(headTail, sumTail);
  }

  /** {@code a b - product} exactly, for product = fl(a b). */
  private static double productError(double a, double b, double product) {
    double aBig = a * SPLITTER;
    double aHigh = aBig - (aBig - a);
    double aLow = a - aHigh;
    double bBig = b * SPLITTER;
    double bHigh = bBig - (bBig - b);
    double bLow = b - bHigh;
    return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
  }

  /** {@code a + b - sum} exactly, for sum = fl(a + b) (Knuth). */
  private static double sumError(double a, double b, double sum) {
    double bRounded = sum - a;
    double aRounded = sum - bRounded;
    return (a - aRounded) + (b - bRounded);
  }

  /** a + b, where inexact rounded to the neighbour whose last bit is 1. */
  private static double roundToOdd(double a, double b) {
    double sum = a + b;
    double error = sumError(a, b, sum);
    long bits = Double.doubleToRawLongBits(sum);
    if (error == 0 || (bits & 1) == 1) {
      return sum;
    }
    boolean awayFromZero = (error > 0) == (sum > 0);
    return Double.longBitsToDouble(awayFromZero ? bits + 1 : bits - 1);
  }
}
