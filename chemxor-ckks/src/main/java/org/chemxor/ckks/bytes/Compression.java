package org.chemxor.ckks.bytes;

/** How the body of a written object is packed; the values are Microsoft SEAL's. */
public enum Compression {
  /** As it is. */
  NONE(0),
  /** zlib (RFC 1950). */
  ZLIB(1),
  /** Zstandard (RFC 8878): what SEAL does by default. */
  ZSTD(2);

  private final int code;

  Compression(int code) {
    this.code = code;
  }

  /** The byte that stands for this in a header. */
  public int code() {
    return code;
  }
}
