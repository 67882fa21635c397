package org.chemxor.ckks.sharing;

import java.util.Locale;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.SharingPolicy;

/**
 * The noise that drowns a ciphertext's own, so that a decrypted result may be shown to others: the
 * Gaussian mechanism of Li, Micciancio, Schultz and Sorrell, Securing Approximate Homomorphic
 * Encryption Using Differential Privacy (CRYPTO 2022, ia.cr/2022/816).
 *
 * <p>Every coefficient gets an independent Gaussian error of deviation {@code sigma = sqrt(12 q)
 * 2^(s/2) t}, for q queries, s bits of statistical security, and noise polynomials of Euclidean
 * norm at most t. Two results whose noises differ by t are then at a Kullback-Leibler divergence of
 * {@code t^2 / (2 sigma^2) = 2^-s / (24 q)}, which q queries add up to {@code 2^-s / 24}.
 *
 * <p>The norm follows from the slots: over all N roots the squares of a polynomial's values sum to
 * N times the squares of its coefficients, so noise of at most {@code noise} in every slot has
 * {@code t <= noise scale}. In the conjugate-invariant ring the squares of the N values sum to at
 * least N times those of the coefficients, and each value is real, of variance 2N.
 *
 * @param deviation sigma, of every coefficient
 * @param slotDeviation what it comes to in a slot, as a complex number: {@code sqrt(N) sigma /
 *     scale}, and twice that in the conjugate-invariant ring
 */
public record Flooding(double deviation, double slotDeviation) {
  /** Deviation of the error distribution of fresh ciphertexts, in SEAL and here: sqrt(21 / 2). */
  private static final double FRESH_DEVIATION = Math.sqrt(21 / 2.0);

  /** Gaussians of doubles are exact enough, and can be reduced in one step, up to here. */
  private static final double MOST_DEVIATION = 0x1p45;

  /** Flooding must leave this many bits of the modulus. */
  private static final int MARGIN_BITS = 8;

  /**
   * How a result is flooded under a policy.
   *
   * @param level of the ciphertext
   * @param scale of the ciphertext
   * @throws CkksException when the policy states less noise than any ciphertext has, when nothing
   *     of the values would be left, or when the flood would not fit the modulus
   */
  public static Flooding of(
      SharingPolicy policy, CkksParameters parameters, int level, double scale) {
    double spread = Math.sqrt(2 * parameters.ring().slotVariance());
    double norm = policy.noise() * scale;
    double fresh = FRESH_DEVIATION * spread;
    if (norm < fresh) {
      throw refusal(
          "noise of %.3g in a slot is less than a fresh ciphertext has, %.3g at scale 2^%.1f: state"
              + " a bound for the whole computation, such as the error a program predicts",
          policy.noise(), fresh / scale, log2(scale));
    }
    double deviation =
        Math.sqrt(12.0 * policy.queries()) * Math.pow(2, policy.statisticalBits() / 2.0) * norm;
    double inSlots = spread * deviation / scale;
    if (!(inSlots <= policy.largestError())) {
      throw refusal(
          "flooding for %d bits and %d queries moves every value by about %.3g, at most %.3g is of"
              + " use: share fewer results under one key, compute with a larger scale and less"
              + " noise, or allow a larger error",
          policy.statisticalBits(), policy.queries(), inSlots, policy.largestError());
    }
    double room = Math.min(log2(MOST_DEVIATION), parameters.logQ(level) - MARGIN_BITS);
    if (!(log2(deviation) <= room)) {
      throw refusal(
          "flooding needs a deviation of 2^%.1f, level %d leaves room for 2^%.1f: share at a higher"
              + " level, for fewer queries, or compute with less noise",
          log2(deviation), level, room);
    }
    return new Flooding(deviation, inSlots);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static CkksException refusal(String format, Object... values) {
    return new CkksException(String.format(Locale.ROOT, format, values));
  }
}
