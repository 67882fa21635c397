package org.chemxor.ckks;

import java.util.Map;

/**
 * Bounds on the size of the key-switching modulus {@code PQ} for 128 bits of classical security
 * with ternary secrets.
 */
public enum SecurityLevel {
  /** Security Guidelines for Implementing Homomorphic Encryption, 2024 (ia.cr/2024/463). */
  GUIDELINES_2024(128, Map.of(1024, 26, 2048, 53, 4096, 106, 8192, 214, 16384, 430, 32768, 868)),
  /** The 2018 community standard, still Microsoft SEAL's table; slightly looser. */
  STANDARD_2018(128, Map.of(1024, 27, 2048, 54, 4096, 109, 8192, 218, 16384, 438, 32768, 881)),
  /** No bound at all: for tests and for experiments on data that is not secret. */
  INSECURE(0, Map.of());

  private final int bits;
  private final Map<Integer, Integer> maxModulusBits;

  SecurityLevel(int bits, Map<Integer, Integer> maxModulusBits) {
    this.bits = bits;
    this.maxModulusBits = maxModulusBits;
  }

  /**
   * Bits of classical security that parameters within the bound have; 0 when nothing is promised.
   */
  public int bits() {
    return bits;
  }

  /**
   * The largest log2(PQ) allowed.
   *
   * @param polyModulusDegree the ring degree N
   * @return bits; 0 when N is not in the table, {@link Integer#MAX_VALUE} for {@link #INSECURE}
   */
  public int maxModulusBits(int polyModulusDegree) {
    return this == INSECURE ? Integer.MAX_VALUE : maxModulusBits.getOrDefault(polyModulusDegree, 0);
  }
}
