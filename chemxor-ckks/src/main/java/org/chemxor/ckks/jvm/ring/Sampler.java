package org.chemxor.ckks.jvm.ring;

/**
 * The three distributions of the scheme. The error and the ternary secret are sampled without
 * branches or table look-ups that depend on their values.
 */
public final class Sampler {
  /** Coin flips on each side of the centred binomial distribution: variance 21/2, sigma 3.24. */
  static final int BINOMIAL_FLIPS = 21;

  /** Standard deviation of the error distribution. */
  public static final double ERROR_DEVIATION = Math.sqrt(BINOMIAL_FLIPS / 2.0);

  private static final long FLIPS_MASK = (1L << BINOMIAL_FLIPS) - 1;

  private Sampler() {}

  /**
   * Errors from a centred binomial distribution: the number of ones in 21 random bits minus that in
   * 21 others, as in Microsoft SEAL; |e| &lt;= 21.
   */
  public static void error(double[] out, RandomSource random) {
    for (int i = 0; i < out.length; i++) {
      long bits = random.nextLong();
      int left = Long.bitCount(bits & FLIPS_MASK);
      int right = Long.bitCount((bits >>> BINOMIAL_FLIPS) & FLIPS_MASK);
      out[i] = (double) (left - right);
    }
  }

  /**
   * Uniform over {-1, 0, 1}: the high word of 3 r for 63 random bits r; its bias is below 2^-61.
   */
  public static void ternary(double[] out, RandomSource random) {
    for (int i = 0; i < out.length; i++) {
      long r = random.nextLong() >>> 1;
      out[i] = (double) (Math.multiplyHigh(r, 6L) - 1);
    }
  }

  /** Rounded Gaussian noise of a given deviation, for flooding; Box-Muller in polar form. */
  public static void gaussian(double[] out, double deviation, RandomSource random) {
    for (int i = 0; i < out.length; i += 2) {
      double u = ((random.nextLong() >>> 11) + 1) * 0x1p-53;
      double angle = 2 * Math.PI * ((random.nextLong() >>> 11) * 0x1p-53);
      double radius = deviation * Math.sqrt(-2 * Math.log(u));
      out[i] = Math.rint(radius * Math.cos(angle));
      out[i + 1] = Math.rint(radius * Math.sin(angle));
    }
  }
}
