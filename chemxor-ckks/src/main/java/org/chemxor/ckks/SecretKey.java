package org.chemxor.ckks;

/**
 * A secret key. {@link #close()} overwrites it; using it afterwards is an error. Never printed, and
 * written only on explicit request.
 */
public interface SecretKey extends Serializable, AutoCloseable {
  /** Overwrites the key. Closing twice is harmless. */
  @Override
  void close();

  /** Whether the key has been overwritten. */
  boolean isClosed();
}
