package org.chemxor.ckks.wire;

import java.io.IOException;
import java.io.InputStream;
import org.chemxor.ckks.wire.WireFormatException.Damage;

/**
 * The stored body of one object within a longer stream. Ends after exactly the announced number of
 * bytes; the stream below ending earlier is {@code TRUNCATED}. Closing leaves that stream open.
 */
public final class LimitedStream extends InputStream {

  private final InputStream source;
  private long remaining;

  public LimitedStream(InputStream source, long bytes) {
    this.source = source;
    this.remaining = bytes;
  }

  public long remaining() {
    return remaining;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int count = source.read(target, offset, (int) Math.min(length, remaining));
    if (count < 0) {
      throw new WireFormatException(
          Damage.TRUNCATED, "input ends " + remaining + " bytes before the object does");
    }
    remaining -= count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(source.available(), remaining);
  }
}
