package org.chemxor.ckks.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.chemxor.ckks.wire.WireFormatException.Damage;

/** Reads straight from memory. */
public final class BufferInput extends WireInput {

  private final ByteBuffer buffer;

  public BufferInput(ByteBuffer source) {
    super(source.remaining());
    this.buffer = source.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int readByte() {
    requireAvailable(1);
    advance(1);
    return buffer.get() & 0xFF;
  }

  @Override
  public long readLong() {
    requireAvailable(Long.BYTES);
    advance(Long.BYTES);
    return buffer.getLong();
  }

  @Override
  public void readLongs(long[] target, int offset, int count) {
    long bytes = (long) count * Long.BYTES;
    requireAvailable(bytes);
    buffer.asLongBuffer().get(target, offset, count);
    buffer.position(buffer.position() + (int) bytes);
    advance(bytes);
  }

  @Override
  public void requireAvailable(long bytes) {
    if (bytes > buffer.remaining()) {
      throw new WireFormatException(
          Damage.TRUNCATED,
          "needs " + bytes + " more bytes, but only " + buffer.remaining() + " are left");
    }
  }

  @Override
  public void requireEnd() {
    if (buffer.hasRemaining()) {
      throw new WireFormatException(
          Damage.TRAILING_DATA, buffer.remaining() + " bytes follow the end of the object");
    }
  }

  @Override
  public void close() {}
}
