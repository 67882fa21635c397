package org.chemxor.ckks.secret;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes written one after the other, past 2 GiB if need be. Grows by whole chunks, so that nothing
 * is ever copied to a larger array and forgotten in the smaller one, and is overwritten when
 * closed. Not thread-safe.
 */
public final class WipedBuffer extends OutputStream {
  private static final int FIRST_CHUNK_BYTES = 1 << 12;
  private static final int LARGEST_CHUNK_BYTES = 1 << 18;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] current = new byte[FIRST_CHUNK_BYTES];
  private int used;
  private long before;

  /** An empty buffer. */
  public WipedBuffer() {}

  /** Bytes written so far. */
  public long size() {
    return before + used;
  }

  @Override
  public void write(int value) {
    reserve();
    current[used++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      reserve();
      int count = Math.min(length - done, current.length - used);
      System.arraycopy(bytes, offset + done, current, used, count);
      used += count;
      done += count;
    }
  }

  private void reserve() {
    if (used == current.length) {
      full.add(current);
      before += used;
      current = new byte[Math.min(2 * current.length, LARGEST_CHUNK_BYTES)];
      used = 0;
    }
  }

  /** Writes all bytes to another stream. */
  public void writeTo(OutputStream sink) throws IOException {
    for (byte[] chunk : full) {
      sink.write(chunk, 0, chunk.length);
    }
    sink.write(current, 0, used);
  }

  /**
   * All bytes in an array of their own, which whoever asks for it overwrites if they are secret.
   *
   * @throws IllegalStateException when they are more than an array holds
   */
  public byte[] toByteArray() {
    // Arrays of the very largest length cannot be made in every JVM.
    if (size() > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalStateException(
          size() + " bytes do not fit into an array; write to a stream instead");
    }
    byte[] all = new byte[(int) size()];
    int at = 0;
    for (byte[] chunk : full) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    System.arraycopy(current, 0, all, at, used);
    return all;
  }

  /** Overwrites everything; the buffer is empty afterwards. */
  @Override
  public void close() {
    full.forEach(chunk -> Arrays.fill(chunk, (byte) 0));
    full.clear();
    Arrays.fill(current, (byte) 0);
    used = 0;
    before = 0;
  }
}
