package org.chemxor.fhe.circuit;

import java.util.SplittableRandom;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.fhe.guard.ReplyRoom;

/**
 * The standard deviation that each CKKS operation adds to the real part of a slot. A polynomial
 * error with independent coefficients of variance v has variance {@code N v / 2} there, or {@code
 * 2N v} in the conjugate-invariant ring, divided by the square of the scale. Secrets are uniform
 * ternary (2N/3 coefficients are not zero), errors have standard deviation 3.2 (Costache, Curtis,
 * Hales, Murphy, Ogilvie, Player, ia.cr/2022/162).
 */
public final class NoiseModel {
  private static final double ERROR_VARIANCE = 3.2 * 3.2;

  private final PolynomialRing ring;
  private final double specialProduct;
  private final double[] digitVariance;
  private final SplittableRandom random;

  /**
   * @param parameters ring degree and primes
   * @param seed of the noise that {@link #add} draws
   */
  public NoiseModel(CkksParameters parameters, long seed) {
    this.ring = parameters.ring();
    double product = 1;
    for (long p : parameters.specialPrimes()) {
      product *= p;
    }
    this.specialProduct = product;
    this.digitVariance = digitVariance(parameters);
    this.random = new SplittableRandom(seed);
  }

  /** Sum of the variances of all digits' residues, by level. */
  private static double[] digitVariance(CkksParameters parameters) {
    double[] variance = new double[parameters.maxLevel() + 1];
    for (int level = 0; level < variance.length; level++) {
      double digit = 1;
      for (int i = 0; i <= level; i++) {
        digit *= parameters.dataPrime(i);
        if ((i + 1) % parameters.digitSize() == 0 || i == level) {
          variance[level] += digit * digit / 12;
          digit = 1;
        }
      }
    }
    return variance;
  }

  /** Of a fresh encryption under the secret key. */
  public double encryption(double scale) {
    return Math.sqrt(ring.slotVariance() * (ERROR_VARIANCE + 1.0 / 12)) / scale;
  }

  /** Of rounding an encoded constant. */
  public double encoding(double scale) {
    return Math.sqrt(ring.slotVariance() / 12) / scale;
  }

  /** Of a division by a prime, relative to the scale after it. */
  public double rescale(double scaleAfter) {
    return ReplyRoom.rescaleDeviation(ring) / scaleAfter;
  }

  /** Of a rotation or relinearisation, which ends in a division like a rescale. */
  public double keySwitch(int level, double scale) {
    double keyNoise =
        ring.productVariance()
            * digitVariance[level]
            * ERROR_VARIANCE
            / (specialProduct * specialProduct);
    return Math.hypot(Math.sqrt(ring.slotVariance() * keyNoise), ReplyRoom.rescaleDeviation(ring))
        / scale;
  }

  /** A copy of {@code values} with normal noise added. */
  public double[] add(double[] values, double standardDeviation) {
    double[] noisy = values.clone();
    synchronized (random) {
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] += standardDeviation * random.nextGaussian();
      }
    }
    return noisy;
  }
}
