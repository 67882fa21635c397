package org.chemxor.ckks;

/**
 * A linear transform with its diagonals encoded for one level. Immutable, shared by all threads.
 */
public interface PreparedTransform {
  /** What it computes. */
  LinearTransform transform();

  /** Level of the ciphertexts it applies to. */
  int level();

  /** Scale of its diagonals. */
  double scale();

  /** Bytes of memory the diagonals take. */
  long sizeBytes();
}
