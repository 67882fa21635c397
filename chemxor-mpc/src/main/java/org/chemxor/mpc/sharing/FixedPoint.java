package org.chemxor.mpc.sharing;

/** Real numbers as integers: {@code round(x * 2^fraction)}. */
public final class FixedPoint {
  private FixedPoint() {}

  /**
   * Rounds to the nearest multiple of {@code 2^-fraction}.
   *
   * @return the signed integer, not reduced
   * @throws IllegalArgumentException when the number is not finite or its integer takes more than
   *     53 bits
   */
  public static long encode(double value, int fraction) {
    double scaled = Math.rint(Math.scalb(value, fraction));
    if (!(Math.abs(scaled) <= 1L << 53)) {
      throw new IllegalArgumentException(
          value + " does not fit into a fixed-point number with " + fraction + " fractional bits");
    }
    return (long) scaled;
  }

  /** Encodes every number. */
  public static long[] encode(double[] values, int fraction) {
    long[] encoded = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      encoded[i] = encode(values[i], fraction);
    }
    return encoded;
  }

  /** The real number of a signed integer. */
  public static double decode(long value, int fraction) {
    return Math.scalb((double) value, -fraction);
  }
}
