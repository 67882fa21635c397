package org.chemxor.models.privacy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;

/**
 * Numbers of the system's secure generator, which is asked for a few thousand bytes at a time: a
 * step on a large network takes millions of them. For one thread.
 */
public final class SecretRandom extends Random {
  private static final long serialVersionUID = 1L;
  private static final int BYTES = 8192;

  private final SecureRandom source;
  private final byte[] bytes = new byte[BYTES];
  private transient ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0);

  /** A generator of its own. */
  public SecretRandom() {
    this(new SecureRandom());
  }

  SecretRandom(SecureRandom source) {
    super(0);
    this.source = source;
  }

  /** Does nothing: what can be set again is not secret. */
  @Override
  public synchronized void setSeed(long seed) {}

  @Override
  protected int next(int bits) {
    if (buffer.remaining() < Integer.BYTES) {
      source.nextBytes(bytes);
      buffer.clear();
    }
    return buffer.getInt() >>> (Integer.SIZE - bits);
  }
}
