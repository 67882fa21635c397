package org.chemxor.mpc.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hash {@code H(x) = AES_K(x) xor x} on blocks of 128 bits, with a key that both parties know.
 * With K chosen at random after the inputs' distribution is fixed, H is correlation robust, which
 * is all that distributed point functions ask of their generator (Guo, Katz, Wang and Yu, IEEE S&P
 * 2020).
 *
 * <p>A block is two longs: bits 0 to 63, then bits 64 to 127. Blocks go through AES many at a time:
 * one call costs as much as fifty blocks. Not thread-safe.
 */
public final class FixedKeyHash {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = 16;

  private static final int BLOCK_BYTES = 16;

  private final Cipher cipher;
  private byte[] plain = new byte[0];
  private byte[] encrypted = new byte[0];
  private LongBuffer plainLongs = LongBuffer.allocate(0);
  private LongBuffer encryptedLongs = LongBuffer.allocate(0);

  /**
   * @param key {@link #KEY_BYTES} bytes, fresh for every session; not secret from the parties
   */
  public FixedKeyHash(byte[] key) {
    try {
      cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }

  /**
   * Hashes blocks.
   *
   * @param in {@code 2 * blocks} longs
   * @param out receives {@code 2 * blocks} longs; may not be {@code in}
   * @param blocks at least 1
   */
  public void hash(long[] in, long[] out, int blocks) {
    int longs = 2 * blocks;
    int bytes = BLOCK_BYTES * blocks;
    if (plain.length < bytes) {
      plain = new byte[bytes];
      encrypted = new byte[bytes];
      plainLongs = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
      encryptedLongs = ByteBuffer.wrap(encrypted).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }
    plainLongs.put(0, in, 0, longs);
    try {
      cipher.update(plain, 0, bytes, encrypted, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES refused whole blocks", e);
    }
    encryptedLongs.get(0, out, 0, longs);
    for (int i = 0; i < longs; i++) {
      out[i] ^= in[i];
    }
  }

  /** Overwrites the blocks of the last calls, which were secret. */
  public void wipe() {
    java.util.Arrays.fill(plain, (byte) 0);
    java.util.Arrays.fill(encrypted, (byte) 0);
  }
}
