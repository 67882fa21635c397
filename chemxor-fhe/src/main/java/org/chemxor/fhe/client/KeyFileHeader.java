package org.chemxor.fhe.client;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.chemxor.core.InvalidInputException;

/**
 * The head of a {@link KeyFile}, in the clear. Big-endian.
 *
 * <pre>
 * offset  bytes  content
 *      0      4  "CXKF"
 *      4      1  version, 1
 *      5      1  1 with a passphrase, else 0
 *      6      2  zero
 *      8      4  iterations of PBKDF2
 *     12     16  its salt
 *     28     12  nonce of GCM
 *     40      4  bytes of the sealed keys
 *     44      4  replies left, -1 when the keys have ended; rewritten in place
 *     48     32  SHA-256 of the evaluation keys that were given out last; rewritten in place
 *     80         the sealed keys
 * </pre>
 *
 * @param hasPassphrase whether a passphrase protects the keys
 * @param iterations of PBKDF2
 * @param salt 16 bytes
 * @param nonce 12 bytes
 * @param sealedBytes bytes of the sealed keys
 * @param repliesLeft -1 when the keys have ended
 * @param evaluationKeys 32 bytes
 */
record KeyFileHeader(
    boolean hasPassphrase,
    int iterations,
    byte[] salt,
    byte[] nonce,
    int sealedBytes,
    int repliesLeft,
    byte[] evaluationKeys) {
  static final int BYTES = 80;
  static final int LEFT_AT = 44;
  static final int EVALUATION_KEYS_AT = 48;
  static final int ENDED = -1;

  private static final int MAGIC = 0x43584B46;
  private static final byte VERSION = 1;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int DIGEST_BYTES = 32;

  /** A header with fresh salt and nonce. */
  static KeyFileHeader fresh(
      KeyProtection protection, int contentBytes, int repliesLeft, byte[] evaluationKeys) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    return new KeyFileHeader(
        protection.hasPassphrase(),
        KeyProtection.ITERATIONS,
        salt,
        nonce,
        contentBytes + protection.overhead(),
        repliesLeft,
        evaluationKeys);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).put(bound()).putInt(repliesLeft).put(evaluationKeys).array();
  }

  /** What never changes, and is bound to the keys. */
  byte[] bound() {
    return ByteBuffer.allocate(LEFT_AT)
        .putInt(MAGIC)
        .put(VERSION)
        .put((byte) (hasPassphrase ? 1 : 0))
        .putShort((short) 0)
        .putInt(iterations)
        .put(salt)
        .put(nonce)
        .putInt(sealedBytes)
        .array();
  }

  /**
   * Reads a header.
   *
   * @param what names the file in messages
   * @throws InvalidInputException when this is no header
   */
  static KeyFileHeader read(ByteBuffer in, String what) {
    boolean isOurs = in.remaining() >= BYTES && in.getInt() == MAGIC && in.get() == VERSION;
    if (!isOurs) {
      throw new InvalidInputException(what + " is no key file of version " + VERSION);
    }
    byte passphrase = in.get();
    int zero = in.getShort();
    int iterations = in.getInt();
    byte[] salt = take(in, SALT_BYTES);
    byte[] nonce = take(in, NONCE_BYTES);
    int sealed = in.getInt();
    int left = in.getInt();
    if (passphrase < 0 || passphrase > 1 || zero != 0 || sealed < 0 || left < ENDED) {
      throw new InvalidInputException(what + " is damaged");
    }
    return new KeyFileHeader(
        passphrase == 1, iterations, salt, nonce, sealed, left, take(in, DIGEST_BYTES));
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
