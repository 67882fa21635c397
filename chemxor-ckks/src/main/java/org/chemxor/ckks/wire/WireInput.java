package org.chemxor.ckks.wire;

import java.io.Closeable;
import java.io.IOException;

/** Little-endian reader over an uncompressed body. Running out of bytes is {@code TRUNCATED}. */
abstract class WireInput implements Closeable {

  private final long storedBytes;
  private long position;

  /**
   * @param storedBytes bytes that the body takes as stored, compressed or not
   */
  WireInput(long storedBytes) {
    this.storedBytes = storedBytes;
  }

  /** Bytes that the body takes as stored: what the sender really had to send. */
  final long storedBytes() {
    return storedBytes;
  }

  /** Bytes read so far. */
  final long position() {
    return position;
  }

  final void advance(long bytes) {
    position += bytes;
  }

  abstract int readByte() throws IOException;

  abstract long readLong() throws IOException;

  /** Reads {@code count} words into {@code target} from {@code offset} on. */
  abstract void readLongs(long[] target, int offset, int count) throws IOException;

  /**
   * Fails when it is already known that fewer than {@code bytes} bytes are left, so that nothing is
   * allocated for them. Streams cannot know and pass.
   */
  abstract void requireAvailable(long bytes);

  /** Fails with {@code TRAILING_DATA} unless everything has been read. */
  abstract void requireEnd() throws IOException;

  final double readDouble() throws IOException {
    return Double.longBitsToDouble(readLong());
  }
}
