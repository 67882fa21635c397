package org.chemxor.ckks.jvm;

import java.util.Arrays;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.PreparedTransform;

/**
 * Diagonals encoded in the extended basis and stored in the order they are read: for each prime,
 * for each block of slots, for each giant step, for each of its diagonals, the block's elements.
 * Applying the transform streams through them once.
 *
 * @param giants ascending by step
 * @param diagonals {@code [extended row][block][giant][diagonal][element]}, flattened but for the
 *     row
 */
record JvmPreparedTransform(
    Ring ring,
    LinearTransform transform,
    int level,
    double scale,
    Giant[] giants,
    double[][] diagonals)
    implements PreparedTransform {
  /** Elements of a block: the sums and the rotated ciphertexts of one block stay in near caches. */
  static final int BLOCK = 512;

  /**
   * One giant step.
   *
   * @param step the rotation, a multiple of the baby count
   * @param babies the baby rotation of each of its diagonals
   * @param first how many diagonals the giant steps before it have
   */
  record Giant(int step, int[] babies, int first) {}

  /** Number of diagonals. */
  int count() {
    Giant last = giants[giants.length - 1];
    return last.first() + last.babies().length;
  }

  /** Where a diagonal's elements of a block begin in its row. */
  int offset(int block, int diagonal) {
    return (block * count() + diagonal) * BLOCK;
  }

  /** All baby rotations, ascending. */
  int[] babies() {
    return Arrays.stream(giants)
        .flatMapToInt(giant -> Arrays.stream(giant.babies()))
        .distinct()
        .sorted()
        .toArray();
  }

  @Override
  public long sizeBytes() {
    return (long) diagonals.length * diagonals[0].length * Double.BYTES;
  }

  @Override
  public String toString() {
    return "PreparedTransform[level=" + level + ", " + count() + " diagonals]";
  }
}
