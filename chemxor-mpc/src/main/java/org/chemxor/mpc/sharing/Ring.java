package org.chemxor.mpc.sharing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The integers modulo {@code 2^bits}, carried in longs. An element is reduced when it lies in
 * {@code [0, 2^bits)}; sums and products of longs are right modulo {@code 2^bits} without any
 * reduction on the way.
 *
 * @param bits 24 to 62
 */
public record Ring(int bits) {
  private static final VarHandle BYTES_AS_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Checks the range. */
  public Ring {
    if (bits < 24 || bits > 62) {
      throw new IllegalArgumentException("a ring has 24 to 62 bits, got " + bits);
    }
  }

  /** The {@code bits} lowest bits. */
  public long mask() {
    return (1L << bits) - 1;
  }

  /** The representative in {@code [0, 2^bits)}. */
  public long reduce(long value) {
    return value & mask();
  }

  /** The representative in {@code [-2^(bits-1), 2^(bits-1))}. */
  public long signed(long value) {
    int unused = Long.SIZE - bits;
    return value << unused >> unused;
  }

  /** Reduces every element in place. */
  public long[] reduce(long[] values) {
    long mask = mask();
    for (int i = 0; i < values.length; i++) {
      values[i] &= mask;
    }
    return values;
  }

  /** Bytes that an element takes on the wire. */
  public int elementBytes() {
    return (bits + 7) / 8;
  }

  /** Packs elements, little-endian, {@link #elementBytes()} each; they need not be reduced. */
  public byte[] pack(long[] elements) {
    byte[] packed = new byte[Math.multiplyExact(elements.length, elementBytes())];
    pack(elements, packed, 0);
    return packed;
  }

  /** Packs elements into {@code out} from index {@code at} on; returns the index after them. */
  public int pack(long[] elements, byte[] out, int at) {
    int width = elementBytes();
    long mask = mask();
    int position = at;
    for (long element : elements) {
      if (position + Long.BYTES <= out.length) {
        // Writes up to three bytes too many, which the next element overwrites.
        BYTES_AS_LONG.set(out, position, element & mask);
      } else {
        for (int b = 0; b < width; b++) {
          out[position + b] = (byte) ((element & mask) >>> (8 * b));
        }
      }
      position += width;
    }
    return position;
  }

  /**
   * Unpacks {@code count} elements from index {@code at} on. Bits above the ring's are dropped, so
   * every sequence of bytes is some sequence of reduced elements.
   */
  public long[] unpack(byte[] packed, int at, int count) {
    int width = elementBytes();
    long mask = mask();
    long[] elements = new long[count];
    int position = at;
    for (int i = 0; i < count; i++) {
      if (position + Long.BYTES <= packed.length) {
        elements[i] = (long) BYTES_AS_LONG.get(packed, position) & mask;
      } else {
        long element = 0;
        for (int b = 0; b < width; b++) {
          element |= (packed[position + b] & 0xFFL) << (8 * b);
        }
        elements[i] = element & mask;
      }
      position += width;
    }
    return elements;
  }

  /** Unpacks all there are. */
  public long[] unpack(byte[] packed) {
    return unpack(packed, 0, packed.length / elementBytes());
  }
}
