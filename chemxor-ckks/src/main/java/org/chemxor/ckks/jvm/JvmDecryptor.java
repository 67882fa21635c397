package org.chemxor.ckks.jvm;

import java.security.SecureRandom;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.SharingPolicy;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.RandomSource;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.jvm.ring.Sampler;
import org.chemxor.ckks.jvm.ring.SecretScratch;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.sharing.Flooding;

/** {@code m = c_0 + c_1 s + c_2 s^2}. */
record JvmDecryptor(Ring ring, JvmSecretKey secretKey, SecureRandom entropy) implements Decryptor {
  @Override
  public Plaintext decrypt(Ciphertext ciphertext) {
    JvmCiphertext c = Checks.ciphertext(ring, ciphertext);
    try (Lease<double[][]> secret = secretKey.lease(InsecureSecretKeyAccess.get())) {
      return new JvmPlaintext(ring, decryptRows(c, secret.get()), c.scale());
    }
  }

  private double[][] decryptRows(JvmCiphertext c, double[][] secret) {
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
  public Plaintext decryptForSharing(Ciphertext ciphertext, SharingPolicy policy) {
    JvmCiphertext c = Checks.ciphertext(ring, ciphertext);
    Flooding flooding = Flooding.of(policy, ring.parameters(), c.level(), c.scale());
    try (Lease<double[][]> secret = secretKey.lease(InsecureSecretKeyAccess.get());
        SecretScratch noise = SecretScratch.take(ring, 2);
        RandomSource random = new RandomSource(entropy)) {
      secretKey.sharingBudget().spend(policy);
      double[][] rows = decryptRows(c, secret.get());
      double[] flood = noise.rows()[0];
      double[] row = noise.rows()[1];
      Sampler.gaussian(flood, flooding.deviation(), random);
      for (int i = 0; i < rows.length; i++) {
        ring.kernels().reduce(flood, row, ring.modulus(i));
        ring.forward(row, i);
        ring.kernels().add(rows[i], row, rows[i], ring.modulus(i));
      }
      return new JvmPlaintext(ring, rows, c.scale());
    }
  }
}
