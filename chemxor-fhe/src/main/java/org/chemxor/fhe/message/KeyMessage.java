package org.chemxor.fhe.message;

import org.chemxor.ckks.wire.compact.PackedFormat;

/** How large a client's keys are on the wire. */
public final class KeyMessage {
  private KeyMessage() {}

  /**
   * Bytes of a relinearisation key and some rotation keys as they are sent: seeded, residues as
   * wide as their primes. A key for a switch to a smaller ring comes on top.
   *
   * @param rotations number of rotation keys
   */
  public static long sizeBytes(PackedFormat format, int rotations) {
    return Message.sizeBytes(2, 0) + format.keysBytes(1) + format.keysBytes(rotations);
  }
}
