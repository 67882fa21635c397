package org.chemxor.mpc.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pseudorandom numbers: AES-128 in counter mode over zeros. Not thread-safe.
 *
 * <p>The counters are made here and encrypted block by block: Java's own counter mode is fifty
 * times slower on JDK 25 and processors with AVX-512.
 */
public final class AesCtrStream {
  private static final int BUFFER_BLOCKS = 1024;
  private static final int LONGS_A_BLOCK = 2;
  private static final int BUFFER_LONGS = BUFFER_BLOCKS * LONGS_A_BLOCK;

  private final Cipher cipher;
  private final byte[] counters = new byte[BUFFER_LONGS * Long.BYTES];
  private final byte[] encrypted = new byte[counters.length];
  private final LongBuffer counterLongs = ByteBuffer.wrap(counters).asLongBuffer();
  private final LongBuffer encryptedLongs =
      ByteBuffer.wrap(encrypted).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  private final long[] drawn = new long[BUFFER_LONGS];
  private final long number;
  private long block;
  private boolean halfBlockLeft;

  AesCtrStream(byte[] key, long number) {
    this.number = number;
    try {
      cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }

  /** The next {@code count} uniform longs. */
  public long[] longs(int count) {
    long[] out = new long[count];
    addTo(out);
    return out;
  }

  /** XORs the next longs into {@code values}: encrypts them, or decrypts them again. */
  public void addTo(long[] values) {
    int count = values.length;
    int at = 0;
    while (at < count) {
      int skipped = halfBlockLeft ? 1 : 0;
      int part = Math.min(BUFFER_LONGS - skipped, count - at);
      int blocks = (skipped + part + 1) / LONGS_A_BLOCK;
      encrypt(blocks);
      encryptedLongs.get(skipped, drawn, 0, part);
      for (int i = 0; i < part; i++) {
        values[at + i] ^= drawn[i];
      }
      halfBlockLeft = (skipped + part) % LONGS_A_BLOCK == 1;
      block += halfBlockLeft ? blocks - 1 : blocks;
      at += part;
    }
    Arrays.fill(encrypted, (byte) 0);
    Arrays.fill(drawn, 0);
  }

  private void encrypt(int blocks) {
    for (int i = 0; i < blocks; i++) {
      counterLongs.put(LONGS_A_BLOCK * i, number);
      counterLongs.put(LONGS_A_BLOCK * i + 1, block + i);
    }
    int bytes = blocks * LONGS_A_BLOCK * Long.BYTES;
    try {
      cipher.update(counters, 0, bytes, encrypted, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES refused to go on", e);
    }
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
