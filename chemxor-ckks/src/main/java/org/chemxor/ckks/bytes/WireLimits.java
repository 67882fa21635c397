package org.chemxor.ckks.bytes;

/**
 * What a reader is prepared to take from a stranger.
 *
 * @param maxSerializedBytes the longest object, header and compressed body, in bytes
 * @param maxDegree the largest polynomial degree N; SEAL's own limit is 131072
 * @param maxPrimes the largest number of primes; SEAL's own limit is 64 (4.1) or 256 (4.4)
 * @param maxComponents the most polynomials in a ciphertext, 2 to 16; fresh ciphertexts have 2,
 *     products before relinearisation 3
 * @param maxKeys the most key-switching keys (rotations) in one object
 */
public record WireLimits(
    long maxSerializedBytes, int maxDegree, int maxPrimes, int maxComponents, int maxKeys) {

  /** What SEAL puts before every object. */
  private static final int HEADER_BYTES = 16;

  /** The most components SEAL ever gives a ciphertext. */
  private static final int SEAL_MAX_COMPONENTS = 16;

  /**
   * 8 GiB, degree 32768, 64 primes, 3 components, 4096 keys. Memory stays in proportion to what is
   * really sent, whatever a header announces; a service should still set its own bound.
   */
  public static final WireLimits DEFAULT = new WireLimits(1L << 33, 1 << 15, 64, 3, 4096);

  /** Checks that every limit is positive and that {@code maxComponents} is in 2 to 16. */
  public WireLimits {
    if (maxSerializedBytes < HEADER_BYTES || maxDegree < 2 || maxPrimes < 1 || maxKeys < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, and leave room for a header: bytes "
              + maxSerializedBytes
              + ", degree "
              + maxDegree
              + ", primes "
              + maxPrimes
              + ", keys "
              + maxKeys);
    }
    if (maxComponents < 2 || maxComponents > SEAL_MAX_COMPONENTS) {
      throw new IllegalArgumentException(
          "maxComponents is " + maxComponents + "; SEAL's ciphertexts have 2 to 16 polynomials");
    }
  }

  /** Returns these limits with another bound on the serialized size, in bytes. */
  public WireLimits withMaxSerializedBytes(long bytes) {
    return new WireLimits(bytes, maxDegree, maxPrimes, maxComponents, maxKeys);
  }

  /** Returns these limits with another bound on the number of keys in one object. */
  public WireLimits withMaxKeys(int keys) {
    return new WireLimits(maxSerializedBytes, maxDegree, maxPrimes, maxComponents, keys);
  }

  /** Returns these limits with another bound on the polynomials of a ciphertext, 2 to 16. */
  public WireLimits withMaxComponents(int components) {
    return new WireLimits(maxSerializedBytes, maxDegree, maxPrimes, components, maxKeys);
  }
}
