package org.chemxor.mpc.channel;

import java.io.Closeable;
import java.io.IOException;

/** A stream of bytes both ways. One thread may read while another writes. */
public interface Link extends Closeable {
  /** Writes all of {@code data}; may block while the peer does not read. */
  void write(byte[] data) throws IOException;

  /**
   * Fills {@code into} from index {@code from} to its end; blocks until there is enough.
   *
   * @throws java.io.EOFException when the peer closed its side
   */
  void read(byte[] into, int from) throws IOException;

  /** Ends both directions; wakes threads that are blocked in them. */
  @Override
  void close();
}
