package org.chemxor.mpc.sharing;

/**
 * Numbers of any width next to each other, lowest bits first: what needs fewer bits than a ring.
 */
public final class PackedBits {
  private static final int PIECE = 32;

  private PackedBits() {}

  /**
   * Bytes that numbers take.
   *
   * @param count of numbers
   * @param width bits of each, 0 to 64
   */
  public static int bytes(int count, int width) {
    return Math.toIntExact(((long) count * width + Byte.SIZE - 1) / Byte.SIZE);
  }

  /**
   * Packs the lowest {@code width} bits of {@code values} from index {@code from} to the end into
   * {@code out} from index {@code at} on.
   */
  public static void pack(long[] values, int from, int width, byte[] out, int at) {
    long waiting = 0;
    int bits = 0;
    int to = at;
    for (int i = from; i < values.length; i++) {
      for (int done = 0; done < width; done += PIECE) {
        int part = Math.min(PIECE, width - done);
        waiting |= (values[i] >>> done & (1L << part) - 1) << bits;
        bits += part;
        for (; bits >= Byte.SIZE; bits -= Byte.SIZE) {
          out[to++] = (byte) waiting;
          waiting >>>= Byte.SIZE;
        }
      }
    }
    if (bits > 0) {
      out[to] = (byte) waiting;
    }
  }

  /** Unpacks into {@code values} from index {@code from} to the end; the inverse of packing. */
  public static void unpack(byte[] packed, int at, int width, long[] values, int from) {
    long waiting = 0;
    int bits = 0;
    int next = at;
    for (int i = from; i < values.length; i++) {
      long value = 0;
      for (int done = 0; done < width; done += PIECE) {
        int part = Math.min(PIECE, width - done);
        for (; bits < part; bits += Byte.SIZE) {
          waiting |= (packed[next++] & 0xFFL) << bits;
        }
        value |= (waiting & (1L << part) - 1) << done;
        waiting >>>= part;
        bits -= part;
      }
      values[i] = value;
    }
  }
}
