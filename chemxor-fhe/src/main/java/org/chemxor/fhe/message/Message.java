package org.chemxor.fhe.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.InvalidInputException;

/**
 * What client and evaluator send each other: a small header and a number of objects in the compact
 * forms of {@link org.chemxor.ckks.wire}. Big-endian.
 *
 * <pre>
 * offset  bytes  content
 *      0      4  "CXFH"
 *      4      1  version, 3
 *      5      1  kind: 1 evaluation keys, 2 request, 3 reply
 *      6      2  zero
 *      8     32  program id
 *     40      8  inference id, chosen by the client and echoed by the evaluator; 0 for keys
 *     48      4  round, from 0; 0 for keys
 *     52      4  number of objects
 *     56         each object: its length in 4 bytes, then its bytes
 * </pre>
 *
 * @param kind what it carries
 * @param program the program both sides run
 * @param inference which inference it belongs to
 * @param round the round
 * @param parts the objects; not copied
 */
public record Message(Kind kind, ProgramId program, long inference, int round, List<byte[]> parts) {
  static final int MAGIC = 0x43584648;
  static final byte VERSION = 3;
  public static final int HEADER_BYTES = 56;

  /** What a message carries. */
  public enum Kind {
    KEYS(1),
    REQUEST(2),
    REPLY(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /** Bytes of a message with {@code count} objects of {@code partBytes} each. */
  public static long sizeBytes(int count, long partBytes) {
    return HEADER_BYTES + count * partBytes(partBytes);
  }

  /** Bytes of an object with its length. */
  public static long partBytes(long bytes) {
    return Integer.BYTES + bytes;
  }

  public byte[] toBytes() {
    int size = HEADER_BYTES;
    for (byte[] part : parts) {
      size = Math.addExact(size, Math.addExact(Integer.BYTES, part.length));
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.putInt(MAGIC).put(VERSION).put((byte) kind.code).putShort((short) 0);
    buffer.put(program.toBytes()).putLong(inference).putInt(round).putInt(parts.size());
    for (byte[] part : parts) {
      buffer.putInt(part.length).put(part);
    }
    return buffer.array();
  }

  /**
   * Reads a message and checks everything that can be checked without looking into its objects.
   *
   * @param bytes the whole message
   * @param expected what it must carry
   * @param program the program it must be for
   * @throws InvalidInputException when something is wrong; the message says what
   */
  public static Message read(byte[] bytes, Kind expected, ProgramId program) {
    Parts parts = readParts(ByteSource.of(bytes), expected, program);
    List<byte[]> copies = parts.objects().stream().map(Message::copy).toList();
    return new Message(expected, program, parts.inference(), parts.round(), copies);
  }

  public static byte[] copy(ByteSource part) {
    int size = Math.toIntExact(part.size());
    byte[] copy = new byte[size];
    part.read(0, size).get(copy);
    return copy;
  }

  /**
   * A message whose objects are still where it was read from.
   *
   * @param inference which inference it belongs to
   * @param round the round
   * @param objects the parts
   */
  public record Parts(long inference, int round, List<ByteSource> objects) {}

  /** Like {@link #read}, without taking the objects into memory. */
  public static Parts readParts(ByteSource bytes, Kind expected, ProgramId program) {
    if (bytes.size() < HEADER_BYTES) {
      throw new InvalidInputException(
          "a message has at least " + HEADER_BYTES + " bytes, got " + bytes.size());
    }
    ByteBuffer buffer = bytes.read(0, HEADER_BYTES);
    requireHeader(buffer, expected);
    byte[] id = new byte[ProgramId.SIZE_BYTES];
    buffer.get(id);
    ProgramId sender = new ProgramId(id);
    if (!sender.equals(program)) {
      throw new InvalidInputException(
          "the message is for program "
              + sender
              + ", this is program "
              + program
              + ": use the evaluator and client of one program");
    }
    long inference = buffer.getLong();
    int round = buffer.getInt();
    int count = buffer.getInt();
    return new Parts(inference, round, objects(bytes, count));
  }

  private static void requireHeader(ByteBuffer buffer, Kind expected) {
    int magic = buffer.getInt();
    if (magic != MAGIC) {
      throw new InvalidInputException(
          "these bytes are no ChemXor message: they start with " + Integer.toHexString(magic));
    }
    byte version = buffer.get();
    if (version != VERSION) {
      throw new InvalidInputException(
          "the message has version "
              + version
              + ", this library reads version "
              + VERSION
              + ": use the same release on both sides");
    }
    int kind = buffer.get();
    if (kind != expected.code) {
      throw new InvalidInputException(
          "expected a message of kind " + expected + ", got kind " + kind);
    }
    if (buffer.getShort() != 0) {
      throw new InvalidInputException("the message's reserved bytes are not zero");
    }
  }

  private static List<ByteSource> objects(ByteSource bytes, int count) {
    long at = HEADER_BYTES;
    if (count < 0 || count > (bytes.size() - at) / Integer.BYTES) {
      throw new InvalidInputException(
          "the message announces " + count + " objects in " + (bytes.size() - at) + " bytes");
    }
    List<ByteSource> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long left = bytes.size() - at - Integer.BYTES;
      int length = left < 0 ? -1 : bytes.read(at, Integer.BYTES).getInt();
      if (length < 0 || length > left) {
        throw new InvalidInputException(
            "object " + i + " of the message does not fit its remaining bytes: it was cut off");
      }
      objects.add(bytes.slice(at + Integer.BYTES, length));
      at += partBytes(length);
    }
    if (at < bytes.size()) {
      throw new InvalidInputException(
          "the message has " + (bytes.size() - at) + " bytes after its last object");
    }
    return objects;
  }
}
