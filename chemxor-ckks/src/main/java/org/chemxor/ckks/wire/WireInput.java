package org.chemxor.ckks.wire;

import java.io.Closeable;
import java.io.IOException;

/** Little-endian reader over an uncompressed body. Running out of bytes is {@code TRUNCATED}. */
public abstract class WireInput implements Closeable {

  private final long storedBytes;
  private long position;

  /**
   * @param storedBytes bytes that the body takes as stored, compressed or not
   */
  public WireInput(long storedBytes) {
    this.storedBytes = storedBytes;
  }

  /** Bytes that the body takes as stored: what the sender really had to send. */
  public final long storedBytes() {
    return storedBytes;
  }

  /** Bytes read so far. */
  public final long position() {
    return position;
  }

  final void advance(long bytes) {
    position += bytes;
  }

  public abstract int readByte() throws IOException;

  public abstract long readLong() throws IOException;

  /** Reads {@code count} words into {@code target} from {@code offset} on. */
  public abstract void readLongs(long[] target, int offset, int count) throws IOException;

  /**
   * Fails when it is already known that fewer than {@code bytes} bytes are left, so that nothing is
   * allocated for them. Streams cannot know and pass.
   */
  public abstract void requireAvailable(long bytes);

  /** Fails with {@code TRAILING_DATA} unless everything has been read. */
  public abstract void requireEnd() throws IOException;

  public final double readDouble() throws IOException {
    return Double.longBitsToDouble(readLong());
  }
}
