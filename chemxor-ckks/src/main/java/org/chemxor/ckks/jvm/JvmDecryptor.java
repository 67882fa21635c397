package org.chemxor.ckks.jvm;

import java.security.SecureRandom;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Plaintext;

/** {@code m = c_0 + c_1 s + c_2 s^2}. */
record JvmDecryptor(Ring ring, JvmSecretKey secretKey, SecureRandom entropy) implements Decryptor {
  private static final int MAX_FLOODING_BITS = 45;

  /** Flooding must leave this many bits of the modulus. */
  private static final int FLOODING_MARGIN_BITS = 8;

  @Override
  public Plaintext decrypt(Ciphertext ciphertext) {
    JvmCiphertext c = Checks.ciphertext(ring, ciphertext);
    return new JvmPlaintext(ring, decryptRows(c), c.scale());
  }

  private double[][] decryptRows(JvmCiphertext c) {
    double[][] secret = secretKey.secretRows();
    int rows = c.level() + 1;
    double[][] m = ring.allocate(rows);
    ring.parallelism()
        .forEach(
            rows,
            i -> {
              Modulus modulus = ring.modulus(i);
              // Horner's rule in s: ((c_2 s + c_1) s) + c_0.
              double[] sum = m[i];
              System.arraycopy(c.polynomials()[c.size() - 1][i], 0, sum, 0, sum.length);
              for (int k = c.size() - 2; k >= 0; k--) {
                ring.kernels().multiply(sum, secret[i], sum, modulus);
                ring.kernels().add(sum, c.polynomials()[k][i], sum, modulus);
              }
            });
    return m;
  }

  @Override
  public Plaintext decryptForSharing(Ciphertext ciphertext, int floodingBits) {
    JvmCiphertext c = Checks.ciphertext(ring, ciphertext);
    double room = ring.parameters().logQ(c.level()) - FLOODING_MARGIN_BITS;
    if (floodingBits < 1 || floodingBits > Math.min(MAX_FLOODING_BITS, room)) {
      throw new CkksException(
          "floodingBits must be from 1 to "
              + (int) Math.min(MAX_FLOODING_BITS, room)
              + " at level "
              + c.level()
              + ", got "
              + floodingBits);
    }
    double[][] rows = decryptRows(c);
    double[] noise = ring.pool().take();
    try (RandomSource random = new RandomSource(entropy)) {
      Sampler.gaussian(noise, Math.scalb(1.0, floodingBits), random);
    }
    double[] row = ring.pool().take();
    for (int i = 0; i < rows.length; i++) {
      ring.kernels().reduce(noise, row, ring.modulus(i));
      ring.forward(row, i);
      ring.kernels().add(rows[i], row, rows[i], ring.modulus(i));
    }
    ring.pool().giveWiped(noise, row);
    return new JvmPlaintext(ring, rows, c.scale());
  }
}
