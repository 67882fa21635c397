package org.chemxor.ckks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Something that can be written in Microsoft SEAL's format. */
public interface Serializable {

  /**
   * Writes this object.
   *
   * @param out where to; not closed
   * @param compression how the body is packed
   * @return bytes written
   * @throws IOException when {@code out} fails
   */
  long writeTo(OutputStream out, Compression compression) throws IOException;

  /** This object as bytes. */
  default byte[] toBytes(Compression compression) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out, compression);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
