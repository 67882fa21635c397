package org.chemxor.ckks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.secret.WipedBuffer;

/**
 * A secret key. Never printed, and written only by whoever holds up a {@link SecretKeyAccess}: in
 * Microsoft SEAL's format and never compressed, because compressors keep copies of what passes
 * through them. Thread-safe: it may be closed while other threads use it.
 */
public interface SecretKey extends AutoCloseable {
  /**
   * Ends the use of the key: whatever begins from now on is refused with an {@link
   * IllegalStateException}. Encryptions, decryptions, key generations and writings that have begun
   * end as if nothing had happened; the key is overwritten when the last of them has ended, at once
   * if there are none. Never waits. Closing twice is harmless.
   */
  @Override
  void close();

  /** Whether {@link #close} has been called. */
  boolean isClosed();

  /**
   * Writes the key in the clear.
   *
   * @param out where to; not closed, and not to be a stream that keeps copies
   * @param access from {@link org.chemxor.ckks.secret.InsecureSecretKeyAccess}
   * @return bytes written
   * @throws IOException when {@code out} fails
   * @throws IllegalStateException when the key has been closed
   */
  long writeTo(OutputStream out, SecretKeyAccess access) throws IOException;

  /**
   * The key in the clear; whoever asks for the bytes overwrites them after use.
   *
   * @param access from {@link org.chemxor.ckks.secret.InsecureSecretKeyAccess}
   * @throws IllegalStateException when the key has been closed
   */
  default byte[] toBytes(SecretKeyAccess access) {
    try (WipedBuffer out = new WipedBuffer()) {
      writeTo(out, access);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
