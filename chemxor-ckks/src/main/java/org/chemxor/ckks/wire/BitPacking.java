package org.chemxor.ckks.wire;

import java.nio.ByteBuffer;
import org.chemxor.ckks.wire.WireFormatException.Damage;

/**
 * Runs of numbers of one width, without gaps: number i takes bits {@code i b} to {@code (i + 1) b -
 * 1} of the run, least significant bit first. A run ends at a whole byte; the bits left over are
 * zero.
 */
public final class BitPacking {
  private BitPacking() {}

  /** Bits of the largest residue of a prime, or of any number below {@code bound}. */
  public static int width(long bound) {
    return Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
  }

  /** Bytes of a run. */
  public static long bytes(long count, int bits) {
    return (count * bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * Appends a run.
   *
   * @param words numbers in [0, 2^bits) from {@code offset} on
   * @param bits 1 to 63
   * @param out little-endian, with room for the run
   */
  public static void write(long[] words, int offset, int count, int bits, ByteBuffer out) {
    long pending = 0;
    int filled = 0;
    for (int i = offset; i < offset + count; i++) {
      long word = words[i];
      pending |= word << filled;
      filled += bits;
      if (filled >= Long.SIZE) {
        out.putLong(pending);
        filled -= Long.SIZE;
        pending = filled == 0 ? 0 : word >>> (bits - filled);
      }
    }
    for (; filled > 0; filled -= Byte.SIZE) {
      out.put((byte) pending);
      pending >>>= Byte.SIZE;
    }
  }

  /**
   * Reads a run.
   *
   * @param in little-endian, with at least the run's bytes
   * @param words receives numbers in [0, 2^bits) from {@code offset} on
   * @throws WireFormatException when the bits left over are not zero
   */
  public static void read(ByteBuffer in, long[] words, int offset, int count, int bits) {
    int end = in.position() + Math.toIntExact(bytes(count, bits));
    long mask = (1L << bits) - 1;
    long pending = 0;
    int filled = 0;
    for (int i = offset; i < offset + count; i++) {
      if (filled >= bits) {
        words[i] = pending & mask;
        pending >>>= bits;
        filled -= bits;
        continue;
      }
      int fresh = Math.min(Long.BYTES, end - in.position());
      long next = fresh == Long.BYTES ? in.getLong() : tail(in, fresh);
      words[i] = (pending | next << filled) & mask;
      int used = bits - filled;
      pending = next >>> used;
      filled = fresh * Byte.SIZE - used;
    }
    if (pending != 0) {
      throw new WireFormatException(
          Damage.TRAILING_DATA, "a run of packed numbers does not end in zero bits");
    }
  }

  private static long tail(ByteBuffer in, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xFFL) << (i * Byte.SIZE);
    }
    return value;
  }
}
