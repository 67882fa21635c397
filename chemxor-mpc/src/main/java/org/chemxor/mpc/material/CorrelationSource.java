package org.chemxor.mpc.material;

import java.util.Arrays;
import org.chemxor.mpc.sharing.Longs;

/**
 * The records of one batch for one party. Each is given out once, in order; the caller overwrites
 * it after use.
 */
public interface CorrelationSource extends AutoCloseable {
  /**
   * The next record.
   *
   * @param length its length in bytes
   * @throws org.chemxor.core.ChemXorException when it is not there
   */
  byte[] next(int length);

  /**
   * The next record as longs.
   *
   * @param count its length in longs
   */
  default long[] nextLongs(int count) {
    byte[] record = next(Math.multiplyExact(count, Long.BYTES));
    long[] values = Longs.fromBytes(record);
    Arrays.fill(record, (byte) 0);
    return values;
  }

  /** Waits until the dealer has sent everything and its channel is free again. */
  void await();

  /** Erases what is left. */
  @Override
  void close();
}
