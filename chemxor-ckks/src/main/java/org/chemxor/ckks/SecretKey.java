package org.chemxor.ckks;

/**
 * A secret key. Never printed, and written only on explicit request: then without compression,
 * whatever is asked for, because compressors keep copies of what passes through them. Thread-safe:
 * it may be closed while other threads use it.
 */
public interface SecretKey extends Serializable, AutoCloseable {
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
}
