package org.chemxor.ckks.jvm.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.chemxor.ckks.wire.seal.UniformSampler;
import org.chemxor.ckks.wire.seal.WireSeed;

/**
 * Expands a public seed into a uniformly random polynomial, exactly as Microsoft SEAL does, so that
 * the uniform half of a key or a fresh ciphertext is stored as 64 bytes.
 */
public final class UniformExpander {
  private static final int SEED_WORDS = 8;

  private UniformExpander() {}

  public static WireSeed newSeed(SecureRandom entropy) {
    byte[] bytes = new byte[SEED_WORDS * Long.BYTES];
    entropy.nextBytes(bytes);
    long[] words = new long[SEED_WORDS];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return new WireSeed(WireSeed.Generator.BLAKE2XB, words);
  }

  /**
   * The polynomial of a seed over the first {@code rows} primes, in the transformed domain. The
   * order of primes is the ring's: data, then special.
   */
  public static double[][] expand(WireSeed seed, Ring ring, int rows) {
    long[] primes = new long[rows];
    for (int row = 0; row < rows; row++) {
      primes[row] = ring.modulus(row).value();
    }
    double[][] polynomial = ring.allocate(rows);
    UniformSampler.sample(
        seed,
        primes,
        ring.n(),
        (row, offset, residues) ->
            Residues.centre(residues, 0, polynomial[row], offset, residues.length, primes[row]));
    return polynomial;
  }
}
