package org.chemxor.mpc.material;

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

  /** Erases what is left. */
  @Override
  void close();
}
