package org.chemxor.ckks.jvm.vector;

import org.chemxor.ckks.jvm.arithmetic.LaneTables;

/**
 * The levels of the transforms inside sixteen neighbouring elements, whose butterflies lie within a
 * vector or in vectors side by side: they depend on how long a vector is. All nodes of a level are
 * one loop. A call for each, which turns its loop once, had its vectors put on the heap: C2 did not
 * inline the products of so rare a turn (8.5 GB an evaluation of OlindaNet at N = 16384, JDK 25).
 */
interface NearLevels {
  /**
   * The forward level of distance 8.
   *
   * @param a elements, written
   * @param tables factors
   * @param from first element, a multiple of 16
   * @param to end, a multiple of 16
   * @param reduces whether the half that is not multiplied is reduced
   */
  void forwardSixteens(double[] a, LaneTables tables, int from, int to, boolean reduces);

  /** The forward levels of distances 4, 2, 1, and the final reduction. */
  void forwardEights(double[] a, LaneTables tables, int from, int to);

  /** The inverse levels of distances 1, 2, 4. */
  void inverseEights(double[] a, LaneTables tables, int from, int to);
}
