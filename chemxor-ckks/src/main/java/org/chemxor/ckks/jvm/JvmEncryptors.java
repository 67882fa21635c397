package org.chemxor.ckks.jvm;

import java.security.SecureRandom;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.wire.SealSeed;

/** Encryption with either key. */
final class JvmEncryptors {
  private JvmEncryptors() {}

  /** {@code c_0 = m - (a s + e)}, {@code c_1 = a} from a seed. */
  record Symmetric(Ring ring, JvmSecretKey secretKey, SecureRandom entropy) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      JvmPlaintext plain = Checks.plaintext(ring, plaintext);
      SealSeed seed = UniformExpander.newSeed(entropy);
      double[][][] pair =
          JvmKeyGenerator.zeroEncryption(ring, secretKey, plain.level() + 1, seed, entropy);
      addMessage(ring, pair[0], plain);
      return new JvmCiphertext(ring, pair, plain.scale(), seed);
    }
  }

  /** {@code c_0 = b u + e_0 + m}, {@code c_1 = a u + e_1}, u ternary. */
  record Asymmetric(Ring ring, JvmPublicKey publicKey, SecureRandom entropy) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      JvmPlaintext plain = Checks.plaintext(ring, plaintext);
      int rows = plain.level() + 1;
      double[] u = ring.pool().take();
      double[][] errors = ring.pool().take(2);
      try (RandomSource random = new RandomSource(entropy)) {
        Sampler.ternary(u, random);
        Sampler.error(errors[0], random);
        Sampler.error(errors[1], random);
      }
      double[][][] result = {ring.allocate(rows), ring.allocate(rows)};
      ring.parallelism().forEach(rows, row -> encryptRow(row, u, errors, result));
      ring.pool().giveWiped(u);
      ring.pool().giveWiped(errors);
      addMessage(ring, result[0], plain);
      return new JvmCiphertext(ring, result, plain.scale(), null);
    }

    private void encryptRow(int row, double[] u, double[][] errors, double[][][] result) {
      Modulus modulus = ring.modulus(row);
      double[] transformed = ring.pool().take();
      System.arraycopy(u, 0, transformed, 0, u.length);
      ring.forward(transformed, row);
      for (int half = 0; half < 2; half++) {
        double[] out = result[half][row];
        System.arraycopy(errors[half], 0, out, 0, out.length);
        ring.forward(out, row);
        ring.kernels().multiplyAddLazy(transformed, publicKey.pair()[half][row], out, modulus);
        ring.kernels().reduce(out, out, modulus);
      }
      ring.pool().giveWiped(transformed);
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
