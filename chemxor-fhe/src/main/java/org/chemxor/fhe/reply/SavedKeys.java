package org.chemxor.fhe.reply;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.chemxor.core.InvalidInputException;

/**
 * What a client needs to go on in another process: its secret keys in the clear, and how many
 * replies they may still answer. Big-endian.
 *
 * <pre>
 * offset  bytes  content
 *      0      4  "CXSK"
 *      4      1  version, 1
 *      5      3  zero
 *      8     32  program id
 *     40      4  replies left
 *     44      4  bytes of the secret key
 *     48      4  bytes of the secret of small replies; 0 when the program has none
 *     52         both keys, in SEAL's format
 * </pre>
 *
 * @param program id of the program the keys are for, 32 bytes; not copied
 * @param repliesLeft how many replies they may still answer, at least 0
 * @param secretKey in SEAL's format; not copied
 * @param replySecret in SEAL's format, empty when there is none; not copied
 */
public record SavedKeys(byte[] program, int repliesLeft, byte[] secretKey, byte[] replySecret)
    implements AutoCloseable {
  private static final int MAGIC = 0x4358534B;
  private static final byte VERSION = 1;
  private static final int ID_BYTES = 32;
  private static final int HEADER_BYTES = 52;

  /** The bytes; whoever asks for them overwrites them after use. */
  public byte[] toBytes() {
    byte[] bytes = new byte[HEADER_BYTES + secretKey.length + replySecret.length];
    ByteBuffer.wrap(bytes)
        .putInt(MAGIC)
        .putInt(VERSION << 24)
        .put(program)
        .putInt(repliesLeft)
        .putInt(secretKey.length)
        .putInt(replySecret.length)
        .put(secretKey)
        .put(replySecret);
    return bytes;
  }

  /**
   * Reads what {@link #toBytes} wrote; the keys themselves are read by the engine.
   *
   * @throws InvalidInputException when the bytes are something else or were cut off; no message
   *     holds any of them
   */
  public static SavedKeys read(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new InvalidInputException(
          "saved keys have at least " + HEADER_BYTES + " bytes, got " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != MAGIC || buffer.getInt() != VERSION << 24) {
      throw new InvalidInputException(
          "these bytes are no saved keys of version " + VERSION + ": save the client again");
    }
    byte[] program = new byte[ID_BYTES];
    buffer.get(program);
    int left = buffer.getInt();
    int keyBytes = buffer.getInt();
    int replyBytes = buffer.getInt();
    if (left < 0
        || keyBytes < 0
        || replyBytes < 0
        || (long) keyBytes + replyBytes != buffer.remaining()) {
      throw new InvalidInputException(
          "the lengths in the saved keys do not fit their " + bytes.length + " bytes");
    }
    byte[] secretKey = new byte[keyBytes];
    byte[] replySecret = new byte[replyBytes];
    buffer.get(secretKey).get(replySecret);
    return new SavedKeys(program, left, secretKey, replySecret);
  }

  /** Overwrites the keys. */
  @Override
  public void close() {
    Arrays.fill(secretKey, (byte) 0);
    Arrays.fill(replySecret, (byte) 0);
  }

  /** Holds no secret. */
  @Override
  public String toString() {
    return "SavedKeys[" + repliesLeft + " replies left]";
  }
}
