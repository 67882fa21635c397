package org.chemxor.ckks.wire.seal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.chemxor.ckks.xof.Blake2xb;

/**
 * SEAL's stream of pseudo-random words. It is made in blocks of 4096 bytes; block {@code i} is the
 * generator's output for the seed and the little-endian counter {@code i}.
 */
final class WireRandom {

  private static final int BLOCK_WORDS = 512;

  /** Makes one block of the stream. */
  @FunctionalInterface
  private interface Source {
    void fill(long counter, long[] target, int offset);
  }

  private final Source source;
  private final long[] buffer = new long[BLOCK_WORDS];
  private int next = BLOCK_WORDS;
  private long counter;

  /**
   * @param start words of the stream to leave out
   */
  WireRandom(WireSeed seed, long start) {
    this(seed);
    this.counter = start / BLOCK_WORDS;
    for (long i = start % BLOCK_WORDS; i > 0; i--) {
      nextWord();
    }
  }

  WireRandom(WireSeed seed) {
    this.source =
        switch (seed.generator()) {
          case BLAKE2XB -> blake2xb(seed.words());
          case SHAKE256 -> shake256(seed.words());
        };
  }

  /** Fills {@code target} with the next words of the stream. */
  void fill(long[] target) {
    int done = 0;
    while (done < target.length) {
      if (next == BLOCK_WORDS && target.length - done >= BLOCK_WORDS) {
        source.fill(counter++, target, done);
        done += BLOCK_WORDS;
      } else {
        target[done++] = nextWord();
      }
    }
  }

  long nextWord() {
    if (next == BLOCK_WORDS) {
      source.fill(counter++, buffer, 0);
      next = 0;
    }
    return buffer[next++];
  }

  /** BLAKE2Xb keyed with the seed, over the 8 bytes of the counter. */
  private static Source blake2xb(long[] seed) {
    Blake2xb xof = new Blake2xb();
    long[] input = new long[1];
    return (counter, target, offset) -> {
      input[0] = counter;
      xof.hash(seed, input, Long.BYTES, target, offset, BLOCK_WORDS);
    };
  }

  /** SHAKE256 over the seed followed by the counter. */
  private static Source shake256(long[] seed) {
    byte[] input = new byte[(WireSeed.WORDS + 1) * Long.BYTES];
    ByteBuffer words = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    words.asLongBuffer().put(seed);
    byte[] output = new byte[BLOCK_WORDS * Long.BYTES];
    ByteBuffer view = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
    return (counter, target, offset) -> {
      words.putLong(WireSeed.WORDS * Long.BYTES, counter);
      SHAKEDigest digest = new SHAKEDigest(256);
      digest.update(input, 0, input.length);
      digest.doFinal(output, 0, output.length);
      view.asLongBuffer().get(target, offset, BLOCK_WORDS);
    };
  }
}
