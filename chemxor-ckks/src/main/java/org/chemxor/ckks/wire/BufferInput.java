package org.chemxor.ckks.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.chemxor.ckks.wire.WireFormatException.Damage;

/** Reads straight from memory. */
final class BufferInput extends WireInput {

  private final ByteBuffer buffer;

  BufferInput(ByteBuffer source) {
    super(source.remaining());
    this.buffer = source.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  int readByte() {
    requireAvailable(1);
    advance(1);
    return buffer.get() & 0xFF;
  }

  @Override
  long readLong() {
    requireAvailable(Long.BYTES);
    advance(Long.BYTES);
    return buffer.getLong();
  }

  @Override
  void readLongs(long[] target, int offset, int count) {
    long bytes = (long) count * Long.BYTES;
    requireAvailable(bytes);
    buffer.asLongBuffer().get(target, offset, count);
    buffer.position(buffer.position() + (int) bytes);
    advance(bytes);
  }

  @Override
  void requireAvailable(long bytes) {
    if (bytes > buffer.remaining()) {
      throw new WireFormatException(
          Damage.TRUNCATED,
          "needs " + bytes + " more bytes, but only " + buffer.remaining() + " are left");
    }
  }

  @Override
  void requireEnd() {
    if (buffer.hasRemaining()) {
      throw new WireFormatException(
          Damage.TRAILING_DATA, buffer.remaining() + " bytes follow the end of the object");
    }
  }

  @Override
  public void close() {}
}
