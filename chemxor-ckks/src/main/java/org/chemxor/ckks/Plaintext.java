package org.chemxor.ckks;

import org.chemxor.ckks.bytes.Serializable;

/** An encoded vector: a polynomial modulo the primes of its level, times its scale. Immutable. */
public interface Plaintext extends Serializable {
  /** Index of its last data prime. */
  int level();

  /** What the encoded values were multiplied by. */
  double scale();
}
