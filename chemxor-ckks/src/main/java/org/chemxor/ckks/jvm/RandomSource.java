package org.chemxor.ckks.jvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A stream of random bits for secrets and errors: AES-256 in counter mode under a fresh key from
 * {@link SecureRandom}, which the JDK runs on the processor's AES instructions. Not thread-safe;
 * make one for each operation and close it.
 */
final class RandomSource implements AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final int BUFFER_BYTES = 8192;
  private static final byte[] ZEROS = new byte[BUFFER_BYTES];

  private final Cipher cipher;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  RandomSource(SecureRandom entropy) {
    byte[] key = new byte[KEY_BYTES];
    entropy.nextBytes(key);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode, this one says: " + e, e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    buffer.position(BUFFER_BYTES);
  }

  /** 64 random bits. */
  long nextLong() {
    if (buffer.remaining() < Long.BYTES) {
      refill();
    }
    return buffer.getLong();
  }

  private void refill() {
    try {
      cipher.update(ZEROS, 0, BUFFER_BYTES, bytes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES in counter mode failed: " + e, e);
    }
    buffer.clear();
  }

  /** Overwrites what has been drawn but not used. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    buffer.position(BUFFER_BYTES);
  }
}
