package org.chemxor.ckks;

import org.chemxor.ckks.bytes.Serializable;

/** An encrypted vector. Immutable: every operation returns a new one. */
public interface Ciphertext extends Serializable {
  /** How many more times it can be rescaled; index of its last data prime. */
  int level();

  /** What the encrypted values are multiplied by. */
  double scale();

  /** Number of polynomials: 2, or 3 after a multiplication and before relinearisation. */
  int size();

  /** Whether its uniform half is still only a seed, so that it is written in half the bytes. */
  boolean isSeeded();
}
