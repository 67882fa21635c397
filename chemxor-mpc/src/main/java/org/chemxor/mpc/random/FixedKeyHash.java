package org.chemxor.mpc.random;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hash {@code H(x) = AES_K(x) xor x} on blocks of 128 bits, with a key that both parties know.
 * With K chosen at random after the inputs' distribution is fixed, H is correlation robust, which
 * is all that distributed point functions ask of their generator (Guo, Katz, Wang and Yu, IEEE
 * Symposium on Security and Privacy 2020).
 *
 * <p>A block is two longs: bits 0 to 63, then bits 64 to 127, least significant byte first. Blocks
 * go through AES many at a time, for one call costs as much as fifty blocks, and in the callers'
 * own buffers: adding the input to the output is theirs, too, so that they can do it in the loop
 * that uses the result. Not thread-safe.
 */
public final class FixedKeyHash {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = 16;

  /** Length of a block in bytes. */
  public static final int BLOCK_BYTES = 16;

  private final Cipher cipher;

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
   * Encrypts blocks: the hash, but for the input that it is still to be added to.
   *
   * @param in at least {@code blocks} blocks
   * @param out receives as many; may not be {@code in}
   * @param blocks at least 1
   */
  public void encrypt(byte[] in, byte[] out, int blocks) {
    try {
      cipher.update(in, 0, Math.multiplyExact(BLOCK_BYTES, blocks), out, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES refused whole blocks", e);
    }
  }
}
