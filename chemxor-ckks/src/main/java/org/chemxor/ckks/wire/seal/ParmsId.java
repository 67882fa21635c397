package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/**
 * SEAL's 256-bit name for one level of a parameter set: BLAKE2b-256 over the little-endian words
 * scheme, degree, primes of the level, plain modulus (0 in CKKS).
 *
 * @param word0 bytes 0 to 7, little endian
 * @param word1 bytes 8 to 15
 * @param word2 bytes 16 to 23
 * @param word3 bytes 24 to 31
 */
public record ParmsId(long word0, long word1, long word2, long word3) {

  /** Length in bytes. */
  static final int BYTES = 32;

  private static final ParmsId ZERO = new ParmsId(0, 0, 0, 0);

  /** Whether this is the id that SEAL gives to objects outside the NTT domain. */
  boolean isZero() {
    return equals(ZERO);
  }

  /** Returns the id of the level that consists of the first {@code count} of {@code primes}. */
  static ParmsId of(int scheme, int degree, long[] primes, int count) {
    ByteBuffer words = ByteBuffer.allocate((count + 3) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(scheme).putLong(degree);
    for (int i = 0; i < count; i++) {
      words.putLong(primes[i]);
    }
    words.putLong(0);
    Blake2bDigest digest = new Blake2bDigest(Byte.SIZE * BYTES);
    digest.update(words.array(), 0, words.capacity());
    byte[] hash = new byte[BYTES];
    digest.doFinal(hash, 0);
    ByteBuffer view = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN);
    return new ParmsId(view.getLong(), view.getLong(), view.getLong(), view.getLong());
  }

  static ParmsId read(WireInput in) throws IOException {
    return new ParmsId(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  void write(WireOutput out) throws IOException {
    out.writeLong(word0);
    out.writeLong(word1);
    out.writeLong(word2);
    out.writeLong(word3);
  }

  /** Returns the 32 bytes in wire order as 64 hexadecimal digits. */
  @Override
  public String toString() {
    return String.format(
        "%016x%016x%016x%016x",
        Long.reverseBytes(word0),
        Long.reverseBytes(word1),
        Long.reverseBytes(word2),
        Long.reverseBytes(word3));
  }
}
