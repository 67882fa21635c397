package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.util.Arrays;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/**
 * The public seed that stands for a uniform polynomial: a generator and 64 bytes. It halves fresh
 * symmetric ciphertexts and keys.
 */
public final class WireSeed {

  /** SEAL's generators; the code is the byte on the wire. */
  public enum Generator {
    /** BLAKE2Xb keyed with the seed, SEAL's default. */
    BLAKE2XB(1),
    /** SHAKE256 over the seed and a counter. */
    SHAKE256(2);

    private final int code;

    Generator(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    public static Generator ofCode(int code) {
      for (Generator generator : values()) {
        if (generator.code == code) {
          return generator;
        }
      }
      throw new WireFormatException(
          Damage.UNKNOWN_GENERATOR,
          "seed is for generator " + code + "; known are 1 (Blake2xb) and 2 (SHAKE256)");
    }
  }

  /** Length of a seed in 64-bit words. */
  public static final int WORDS = 8;

  private static final int BODY_BYTES = 1 + WORDS * Long.BYTES;

  /** Bytes with the header. */
  static final int BYTES = WireHeader.BYTES + BODY_BYTES;

  private final Generator generator;
  private final long[] words;

  /**
   * Makes a seed.
   *
   * @param words 8 words, the 64 bytes read as little-endian; copied
   */
  public WireSeed(Generator generator, long[] words) {
    if (words.length != WORDS) {
      throw new WireFormatException(
          Damage.BAD_COUNT, "seed has " + words.length + " words, SEAL's have " + WORDS);
    }
    this.generator = generator;
    this.words = words.clone();
  }

  /** Returns the generator. */
  public Generator generator() {
    return generator;
  }

  /** Returns a copy of the 8 words. */
  public long[] words() {
    return words.clone();
  }

  static WireSeed read(WireInput in) throws IOException {
    WireHeader.expectNested(in, BODY_BYTES, "a seed");
    int code = in.readByte();
    long[] words = new long[WORDS];
    in.readLongs(words, 0, WORDS);
    return new WireSeed(Generator.ofCode(code), words);
  }

  void write(WireOutput out) throws IOException {
    new WireHeader(Compression.NONE, BYTES).write(out);
    out.writeByte(generator.code);
    out.writeLongs(words);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireSeed seed
        && generator == seed.generator
        && Arrays.equals(words, seed.words);
  }

  @Override
  public int hashCode() {
    return 31 * generator.hashCode() + Arrays.hashCode(words);
  }

  /** Returns the generator's name. */
  @Override
  public String toString() {
    return "WireSeed[" + generator + "]";
  }
}
