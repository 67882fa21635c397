package org.chemxor.fhe.circuit;

import java.util.List;

/**
 * Linear combinations with one weight for all slots, taken some operands at a time; see {@link
 * org.chemxor.ckks.MatrixSum}.
 *
 * @param <V> a vector
 */
public interface LinearSum<V> {
  /** Adds what the operands for some consecutive columns contribute. */
  void add(int firstColumn, List<V> operands);

  /** The sums, one for each row; scales multiply. */
  List<V> results();
}
