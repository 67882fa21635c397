package org.chemxor.fhe.message;

import java.util.Arrays;
import java.util.HexFormat;

/** Identifies an encrypted program together with its weights: a SHA-256 digest. */
public final class ProgramId {
  /** Number of bytes. */
  public static final int SIZE_BYTES = 32;

  private final byte[] digest;

  /**
   * @param digest {@value #SIZE_BYTES} bytes; copied
   */
  public ProgramId(byte[] digest) {
    if (digest.length != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a program id has " + SIZE_BYTES + " bytes, got " + digest.length);
    }
    this.digest = digest.clone();
  }

  /** The digest; a copy. */
  public byte[] toBytes() {
    return digest.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProgramId that && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** The first 16 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
