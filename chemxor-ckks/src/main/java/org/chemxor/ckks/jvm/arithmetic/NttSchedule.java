package org.chemxor.ckks.jvm.arithmetic;

/**
 * Where the transforms reduce the half of a butterfly that is not multiplied. All kernels follow
 * it, so that they agree bit for bit.
 *
 * <p>With bounds in units of p &lt; 2^50: a product by a twiddle factor of something bounded by B
 * is at most 1/2 + B/8 (1/8 from the rounding of w/p), and sums must stay below 8 to be exact.
 *
 * <p>Forward: a level takes B to B + 1/2 + B/8, so four levels from B = 1 stay below 4.1, a
 * reduction of one half brings the next level to at most 1/2 + 1.02, and the last three levels
 * reduce always.
 *
 * <p>Inverse: from B = 1, the first level of a pair leaves sums of at most 2, the second reduces
 * its sums and multiplies differences of at most 4, which gives 1/2 + 4/8 = 1 again.
 */
public final class NttSchedule {
  private NttSchedule() {}

  /**
   * Whether the forward transform reduces at a level.
   *
   * @param level 0 for the first
   * @param distance between the elements of a butterfly
   */
  public static boolean forwardReduces(int level, int distance) {
    return distance <= 4 || (level > 0 && level % 4 == 0);
  }

  /** Whether the inverse transform reduces the sums at a level other than its last. */
  public static boolean inverseReduces(int distance) {
    return distance <= 4 || Integer.numberOfTrailingZeros(distance) % 2 == 0;
  }
}
