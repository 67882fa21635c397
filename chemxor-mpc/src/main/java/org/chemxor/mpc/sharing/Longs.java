package org.chemxor.mpc.sharing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Longs as bytes, little-endian: keys and packed bits on the wire. */
public final class Longs {
  private Longs() {}

  /** Eight bytes for each long. */
  public static byte[] toBytes(long[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return bytes;
  }

  /** A long for each eight bytes. */
  public static long[] fromBytes(byte[] bytes) {
    long[] values = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }
}
