package org.chemxor.ckks.jvm.ring;

import org.chemxor.ckks.CkksException;

/**
 * Whether a secret key that was read is one: the same polynomial with coefficients -1, 0, 1 modulo
 * every prime. The format has no checksum; this finds a changed residue, because one changed
 * evaluation changes all coefficients. Runs without branches or look-ups that depend on the key.
 */
public final class SecretKeyCheck {
  private SecretKeyCheck() {}

  /**
   * Refuses what is no secret key.
   *
   * @param rows the key, transformed, over all primes; overwritten when it is refused
   * @throws CkksException when it is not a ternary polynomial
   */
  public static void requireTernary(double[][] rows, Ring ring) {
    double deviation = 0;
    try (SecretScratch scratch = SecretScratch.take(ring, 2)) {
      double[][] work = scratch.rows();
      for (int i = 0; i < rows.length; i++) {
        double[] coefficients = work[i == 0 ? 0 : 1];
        System.arraycopy(rows[i], 0, coefficients, 0, coefficients.length);
        ring.inverse(coefficients, i);
        deviation += deviation(coefficients, work[0]);
      }
    }
    if (deviation != 0) {
      Ring.wipe(rows);
      throw new CkksException(
          "the secret key is damaged or of another kind: its coefficients are not all -1, 0, or 1"
              + " and the same modulo every prime; read it again from a good copy");
    }
  }

  /** Zero exactly when {@code a} is ternary and equal to {@code reference}. */
  private static double deviation(double[] a, double[] reference) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      sum += Math.abs(x * x * x - x) + Math.abs(x - reference[i]);
    }
    return sum;
  }
}
