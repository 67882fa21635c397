package org.chemxor.ckks.jvm;

import java.security.SecureRandom;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.RandomSource;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.jvm.ring.Sampler;
import org.chemxor.ckks.jvm.ring.SecretScratch;
import org.chemxor.ckks.jvm.ring.UniformExpander;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.WireSeed;

/** Encryption with either key. */
final class JvmEncryptors {
  private JvmEncryptors() {}

  /** {@code c_0 = m - (a s + e)}, {@code c_1 = a} from a seed. */
  record Symmetric(Ring ring, JvmSecretKey secretKey, SecureRandom entropy) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      JvmPlaintext plain = Checks.plaintext(ring, plaintext);
      OperandChecks.scaleFits(ring.parameters(), plain.scale(), plain.level());
      WireSeed seed = UniformExpander.newSeed(entropy);
      try (Lease<double[][]> secret = secretKey.lease(InsecureSecretKeyAccess.get())) {
        double[][][] pair =
            JvmKeyGenerator.zeroEncryption(ring, secret.get(), plain.level() + 1, seed, entropy);
        addMessage(ring, pair[0], plain);
        return new JvmCiphertext(ring, pair, plain.scale(), seed);
      }
    }
  }

  /** {@code c_0 = b u + e_0 + m}, {@code c_1 = a u + e_1}, u ternary. */
  record Asymmetric(Ring ring, JvmPublicKey publicKey, SecureRandom entropy) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      JvmPlaintext plain = Checks.plaintext(ring, plaintext);
      OperandChecks.scaleFits(ring.parameters(), plain.scale(), plain.level());
      int rows = plain.level() + 1;
      double[][][] result = {ring.allocate(rows), ring.allocate(rows)};
      try (SecretScratch ternary = SecretScratch.take(ring, 1);
          SecretScratch errors = SecretScratch.take(ring, 2)) {
        try (RandomSource random = RandomSource.ofCipher(entropy)) {
          Sampler.ternary(ternary.row(), random);
          Sampler.error(errors.rows()[0], random);
          Sampler.error(errors.rows()[1], random);
        }
        ring.parallelism()
            .forEach(rows, row -> encryptRow(row, ternary.row(), errors.rows(), result));
      }
      addMessage(ring, result[0], plain);
      return new JvmCiphertext(ring, result, plain.scale(), null);
    }

    private void encryptRow(int row, double[] u, double[][] errors, double[][][] result) {
      Modulus modulus = ring.modulus(row);
      try (SecretScratch scratch = SecretScratch.take(ring, 1)) {
        double[] transformed = scratch.row();
        System.arraycopy(u, 0, transformed, 0, u.length);
        ring.forward(transformed, row);
        for (int half = 0; half < 2; half++) {
          double[] out = result[half][row];
          System.arraycopy(errors[half], 0, out, 0, out.length);
          ring.forward(out, row);
          ring.kernels().multiplyAddLazy(transformed, publicKey.pair()[half][row], out, modulus);
          ring.kernels().reduce(out, out, modulus);
        }
      }
    }
  }

  private static void addMessage(Ring ring, double[][] c0, JvmPlaintext plain) {
    for (int i = 0; i < c0.length; i++) {
      double[] row = plain.takeRow(i);
      ring.kernels().add(c0[i], row, c0[i], ring.modulus(i));
      plain.giveRow(row);
    }
  }
}
