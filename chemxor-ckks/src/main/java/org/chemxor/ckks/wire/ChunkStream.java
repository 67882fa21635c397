package org.chemxor.ckks.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;

/** Reads chunks one after the other, each made when the one before it is used up. */
public final class ChunkStream extends InputStream {
  private final Iterator<byte[]> chunks;
  private ByteArrayInputStream current = new ByteArrayInputStream(new byte[0]);

  public ChunkStream(Iterator<byte[]> chunks) {
    this.chunks = chunks;
  }

  @Override
  public int read() {
    return advance() ? current.read() : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    return advance() ? current.read(bytes, offset, length) : -1;
  }

  /** Whether there is a byte left. */
  private boolean advance() {
    while (current.available() == 0) {
      if (!chunks.hasNext()) {
        return false;
      }
      current = new ByteArrayInputStream(chunks.next());
    }
    return true;
  }
}
