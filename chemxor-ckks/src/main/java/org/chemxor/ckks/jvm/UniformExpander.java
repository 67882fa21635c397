package org.chemxor.ckks.jvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/**
 * Expands a public seed into a uniformly random polynomial, so that the uniform half of a key or a
 * fresh ciphertext is stored as 64 bytes.
 */
final class UniformExpander {
  /** Bytes of a seed. */
  static final int SEED_BYTES = 64;

  private UniformExpander() {}

  static byte[] newSeed(SecureRandom entropy) {
    byte[] seed = new byte[SEED_BYTES];
    entropy.nextBytes(seed);
    return seed;
  }

  /** The first {@code rows} rows of the polynomial of this seed, in the transformed domain. */
  static double[][] expand(byte[] seed, Ring ring, int rows) {
    SHAKEDigest xof = new SHAKEDigest(256);
    xof.update(seed, 0, seed.length);
    byte[] bytes = new byte[8 * ring.n()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[][] polynomial = ring.allocate(rows);
    for (int row = 0; row < rows; row++) {
      Modulus modulus = ring.modulus(row);
      long limit = Long.divideUnsigned(-1L, modulus.value()) * modulus.value();
      buffer.position(buffer.limit());
      for (int i = 0; i < ring.n(); i++) {
        long value;
        do {
          if (!buffer.hasRemaining()) {
            xof.doOutput(bytes, 0, bytes.length);
            buffer.clear();
          }
          value = buffer.getLong();
        } while (Long.compareUnsigned(value, limit) >= 0);
        polynomial[row][i] = modulus.ofLong(Long.remainderUnsigned(value, modulus.value()));
      }
    }
    return polynomial;
  }
}
