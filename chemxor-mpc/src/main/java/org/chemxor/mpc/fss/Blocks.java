package org.chemxor.mpc.fss;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.chemxor.mpc.random.FixedKeyHash;

/** Blocks on their way through the hash, and what AES makes of them. */
final class Blocks {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final FixedKeyHash hash;
  private byte[] in = new byte[0];
  private byte[] out = new byte[0];

  Blocks(FixedKeyHash hash) {
    this.hash = hash;
  }

  /** Makes room. */
  void resize(int count) {
    int bytes = Math.multiplyExact(count, FixedKeyHash.BLOCK_BYTES);
    if (in.length != bytes) {
      in = new byte[bytes];
      out = new byte[bytes];
    }
  }

  /** Sends all blocks through AES. */
  void encrypt() {
    hash.encrypt(in, out, in.length / FixedKeyHash.BLOCK_BYTES);
  }

  /** Sets the block's bits 0 to 63 and 64 to 127. */
  void set(int block, long low, long high) {
    LONG.set(in, FixedKeyHash.BLOCK_BYTES * block, low);
    LONG.set(in, FixedKeyHash.BLOCK_BYTES * block + Long.BYTES, high);
  }

  /** Bits 0 to 63 of a block. */
  long low(int block) {
    return (long) LONG.get(in, FixedKeyHash.BLOCK_BYTES * block);
  }

  /** Bits 64 to 127 of a block. */
  long high(int block) {
    return (long) LONG.get(in, FixedKeyHash.BLOCK_BYTES * block + Long.BYTES);
  }

  /** Bits 0 to 63 of what AES made of a block. */
  long encryptedLow(int block) {
    return (long) LONG.get(out, FixedKeyHash.BLOCK_BYTES * block);
  }

  /** Bits 64 to 127 of what AES made of a block. */
  long encryptedHigh(int block) {
    return (long) LONG.get(out, FixedKeyHash.BLOCK_BYTES * block + Long.BYTES);
  }

  void wipe() {
    Arrays.fill(in, (byte) 0);
    Arrays.fill(out, (byte) 0);
  }
}
