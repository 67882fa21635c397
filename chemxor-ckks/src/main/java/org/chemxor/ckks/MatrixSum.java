package org.chemxor.ckks;

import java.util.List;

/**
 * Linear combinations of many ciphertexts, {@code y_o = sum over i of weight(o, i) x_i / scale} in
 * every slot, taken some operands at a time so that they need not all be in memory. Exact up to the
 * rounding of the weights: no noise is added. Not thread-safe.
 */
public interface MatrixSum {

  /**
   * Adds the contribution of some operands.
   *
   * @param firstColumn the matrix column of the first operand
   * @param operands for that column and the following ones; all of the level, scale and size of the
   *     operands before them
   * @throws MismatchException when they do not agree or there are more than columns
   * @throws IllegalStateException after {@link #results}
   */
  void add(int firstColumn, List<Ciphertext> operands);

  /**
   * The sums, one for each row; scales are the operands' times the matrix's. Ends this object.
   *
   * @throws IllegalStateException when nothing was added, or when called twice
   * @throws CkksException when a row had no weight but zeros: its sum would carry no encryption
   */
  List<Ciphertext> results();
}
