package org.chemxor.mpc.channel;

import java.nio.ByteBuffer;

/**
 * The 40 bytes before every payload, big-endian: a magic number, the version, the kind, the
 * session, the batch, the frame's number in its direction, what it is, and the payload's length.
 *
 * @param kind {@link #DATA} or {@link #ABORT}
 * @param session of the handshake's result; 0 before
 * @param batch number of the batch; 0 outside
 * @param sequence frames sent before in this direction
 * @param tag what the payload is
 * @param length of the payload in bytes
 */
record FrameHeader(short kind, long session, long batch, long sequence, int tag, int length) {
  static final int BYTES = 40;
  static final short DATA = 1;
  static final short ABORT = 2;

  /** Peers must speak the same. */
  static final short VERSION = 2;

  private static final int MAGIC = 0x43584d50;

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putInt(MAGIC)
        .putShort(VERSION)
        .putShort(kind)
        .putLong(session)
        .putLong(batch)
        .putLong(sequence)
        .putInt(tag)
        .putInt(length)
        .array();
  }

  /**
   * Reads a header.
   *
   * @throws ChannelException when it is not one of this version
   */
  static FrameHeader parse(byte[] bytes, String peer) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != MAGIC) {
      throw new ChannelException(peer + " sent something that is no ChemXor frame");
    }
    short version = buffer.getShort();
    if (version != VERSION) {
      throw new ChannelException(
          peer
              + " speaks version "
              + version
              + " of the protocol, this side version "
              + VERSION
              + "; use the same release on both sides");
    }
    return new FrameHeader(
        buffer.getShort(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getInt(),
        buffer.getInt());
  }
}
