package org.chemxor.ckks.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/**
 * Bytes of which a part at a time is looked at, so that keys of hundreds of megabytes need not be
 * in memory in the form in which they were sent. Safe for several threads as long as the bytes do
 * not change.
 */
public interface ByteSource {

  /** Number of bytes. */
  long size();

  /**
   * Some of the bytes.
   *
   * @param offset of the first one
   * @param length how many; all of them are there
   * @return a big-endian buffer from its position to its limit, not to be written
   * @throws UncheckedIOException when the medium fails
   */
  ByteBuffer read(long offset, int length);

  /** All bytes from {@code offset} on for {@code length}. */
  default ByteSource slice(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, size());
    ByteSource whole = this;
    return new ByteSource() {
      @Override
      public long size() {
        return length;
      }

      @Override
      public ByteBuffer read(long from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        return whole.read(offset + from, count);
      }
    };
  }

  /** An array; not copied. */
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public ByteBuffer read(long offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return ByteBuffer.wrap(bytes, (int) offset, length).slice();
      }
    };
  }

  /**
   * A file; the channel stays open and must be until the last read.
   *
   * @throws IOException when its size cannot be found
   */
  static ByteSource of(FileChannel file) throws IOException {
    long total = file.size();
    return new ByteSource() {
      @Override
      public long size() {
        return total;
      }

      @Override
      public ByteBuffer read(long offset, int length) {
        Objects.checkFromIndexSize(offset, length, total);
        return readFully(file, offset, length);
      }
    };
  }

  private static ByteBuffer readFully(FileChannel file, long offset, int length) {
    // In small pieces, because the JDK keeps a native buffer as large as the largest of them.
    int piece = 1 << 16;
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try {
      while (buffer.position() < length) {
        buffer.limit(Math.min(length, buffer.position() + piece));
        if (file.read(buffer, offset + buffer.position()) < 0) {
          throw new EOFException("the file is shorter than before");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.flip();
  }
}
