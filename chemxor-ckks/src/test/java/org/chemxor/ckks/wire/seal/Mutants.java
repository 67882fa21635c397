package org.chemxor.ckks.wire.seal;

import java.util.Arrays;
import java.util.Random;

/**
 * Damaged copies of bytes: flipped, overwritten with numbers that tend to hurt, cut, grown, moved.
 */
final class Mutants {
  /** Where the numbers that decide over sizes are. */
  private static final int HEAD_BYTES = 128;

  private static final long[] INTERESTING = {
    0,
    1,
    2,
    3,
    16,
    17,
    127,
    128,
    255,
    256,
    65535,
    1L << 31,
    1L << 32,
    1L << 40,
    1L << 62,
    -1,
    -2,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Double.doubleToRawLongBits(Double.NaN)
  };

  private Mutants() {}

  /** How many mutants {@link #sweep} makes. */
  static int sweepSize(byte[] original) {
    return Math.min(HEAD_BYTES, original.length) * (INTERESTING.length + 1);
  }

  /** Mutant i of those with one interesting number at each place of the head, or an end there. */
  static byte[] sweep(byte[] original, int i) {
    int at = i / (INTERESTING.length + 1);
    int which = i % (INTERESTING.length + 1);
    if (which == INTERESTING.length) {
      return Arrays.copyOf(original, at);
    }
    byte[] bytes = original.clone();
    overwrite(bytes, at, INTERESTING[which]);
    return bytes;
  }

  static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = mutateOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] mutateOnce(byte[] bytes, Random random) {
    int at = position(bytes.length, random);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> overwrite(bytes, at, INTERESTING[random.nextInt(INTERESTING.length)]);
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
      }
      default -> {
        int from = position(bytes.length, random);
        int length = Math.min(1 + random.nextInt(64), bytes.length - Math.max(at, from));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }

  /** Metadata sits at the front; half of the mutations go there. */
  private static int position(int length, Random random) {
    return random.nextInt(random.nextBoolean() ? Math.min(length, HEAD_BYTES) : length);
  }

  private static void overwrite(byte[] bytes, int at, long value) {
    for (int i = 0; i < Long.BYTES && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (Byte.SIZE * i));
    }
  }
}
