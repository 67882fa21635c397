package org.chemxor.ckks.wire;

import java.io.OutputStream;

/** Writes into an array of exactly the right length, so that no copy of it is ever made. */
public final class ArraySink extends OutputStream {
  private final byte[] bytes;
  private int used;

  public ArraySink(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public void write(int value) {
    bytes[used++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, used, length);
    used += length;
  }
}
