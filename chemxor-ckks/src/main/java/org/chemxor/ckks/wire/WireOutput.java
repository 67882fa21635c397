package org.chemxor.ckks.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Little-endian writer with a small buffer, which is cleared when closed. */
public final class WireOutput implements Closeable {

  private static final int CHUNK_BYTES = 1 << 14;

  private final OutputStream sink;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);

  public WireOutput(OutputStream sink) {
    this.sink = sink;
  }

  public void writeByte(int value) throws IOException {
    reserve(1);
    view.put((byte) value);
  }

  public void writeLong(long value) throws IOException {
    reserve(Long.BYTES);
    view.putLong(value);
  }

  public void writeDouble(double value) throws IOException {
    writeLong(Double.doubleToRawLongBits(value));
  }

  public void writeLongs(long[] values) throws IOException {
    int done = 0;
    while (done < values.length) {
      reserve(Long.BYTES);
      int words = Math.min(values.length - done, view.remaining() / Long.BYTES);
      view.asLongBuffer().put(values, done, words);
      view.position(view.position() + words * Long.BYTES);
      done += words;
    }
  }

  private void reserve(int bytes) throws IOException {
    if (view.remaining() < bytes) {
      drain();
    }
  }

  private void drain() throws IOException {
    sink.write(chunk, 0, view.position());
    view.clear();
  }

  /** Writes out what is buffered and clears the buffer. The sink stays open. */
  @Override
  public void close() throws IOException {
    drain();
    Arrays.fill(chunk, (byte) 0);
    sink.flush();
  }
}
