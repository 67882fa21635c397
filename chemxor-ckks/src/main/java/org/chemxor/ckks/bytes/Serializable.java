package org.chemxor.ckks.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.chemxor.ckks.secret.WipedBuffer;

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

  /** This object as bytes; of a secret, whoever asks for them overwrites them after use. */
  default byte[] toBytes(Compression compression) {
    try (WipedBuffer out = new WipedBuffer()) {
      writeTo(out, compression);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
