package org.chemxor.ckks.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Grows by whole chunks, without copying and past 2 GiB; cleared when closed. */
final class SpillBuffer extends OutputStream {

  private static final int CHUNK_BYTES = 1 << 18;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] current = new byte[CHUNK_BYTES];
  private int used;

  long size() {
    return (long) full.size() * CHUNK_BYTES + used;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (used == CHUNK_BYTES) {
        full.add(current);
        current = new byte[CHUNK_BYTES];
        used = 0;
      }
      int count = Math.min(length - done, CHUNK_BYTES - used);
      System.arraycopy(bytes, offset + done, current, used, count);
      used += count;
      done += count;
    }
  }

  void writeTo(OutputStream sink) throws IOException {
    for (byte[] chunk : full) {
      sink.write(chunk, 0, CHUNK_BYTES);
    }
    sink.write(current, 0, used);
  }

  @Override
  public void close() {
    full.forEach(chunk -> Arrays.fill(chunk, (byte) 0));
    full.clear();
    Arrays.fill(current, (byte) 0);
    used = 0;
  }
}
