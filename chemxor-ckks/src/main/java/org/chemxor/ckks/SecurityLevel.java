package org.chemxor.ckks;

/**
 * Bounds on the size of the key-switching modulus {@code PQ} for 128 bits of classical security
 * with ternary secrets.
 */
public enum SecurityLevel {
  /** Security Guidelines for Implementing Homomorphic Encryption, 2024 (ia.cr/2024/463). */
  GUIDELINES_2024(128),
  /** The 2018 community standard, still Microsoft SEAL's table; slightly looser. */
  STANDARD_2018(128),
  /** No bound at all: for tests and for experiments on data that is not secret. */
  INSECURE(0);

  private final int bits;

  SecurityLevel(int bits) {
    this.bits = bits;
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
    if (this == INSECURE) {
      return Integer.MAX_VALUE;
    }
    boolean recent = this == GUIDELINES_2024;
    return switch (polyModulusDegree) {
      case 1024 -> recent ? 26 : 27;
      case 2048 -> recent ? 53 : 54;
      case 4096 -> recent ? 106 : 109;
      case 8192 -> recent ? 214 : 218;
      case 16384 -> recent ? 430 : 438;
      case 32768 -> recent ? 868 : 881;
      default -> 0;
    };
  }
}
