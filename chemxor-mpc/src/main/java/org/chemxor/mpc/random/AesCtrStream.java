package org.chemxor.mpc.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Pseudorandom numbers: AES-128 in counter mode over zeros. Not thread-safe. */
public final class AesCtrStream {
  private static final int BUFFER_LONGS = 4096;
  private static final byte[] ZEROS = new byte[BUFFER_LONGS * Long.BYTES];

  private final Cipher cipher;
  private final byte[] buffer = new byte[ZEROS.length];

  AesCtrStream(byte[] key, long number) {
    byte[] counter = ByteBuffer.allocate(16).putLong(number).array();
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }

  /** The next {@code count} uniform longs. */
  public long[] longs(int count) {
    long[] out = new long[count];
    for (int from = 0; from < count; from += BUFFER_LONGS) {
      int part = Math.min(BUFFER_LONGS, count - from);
      try {
        cipher.update(ZEROS, 0, part * Long.BYTES, buffer, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES refused to go on", e);
      }
      ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(out, from, part);
    }
    Arrays.fill(buffer, (byte) 0);
    return out;
  }

  /** The next {@code count} longs, uniform in the bits of {@code mask}, zero elsewhere. */
  public long[] longs(int count, long mask) {
    long[] out = longs(count);
    for (int i = 0; i < count; i++) {
      out[i] &= mask;
    }
    return out;
  }
}
