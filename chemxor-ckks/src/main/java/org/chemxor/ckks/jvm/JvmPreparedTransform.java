package org.chemxor.ckks.jvm;

import java.util.Arrays;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.PreparedTransform;
import org.chemxor.ckks.jvm.ring.Ring;

/**
 * Diagonals encoded in the extended basis. Applying the transform streams through them once, block
 * by block.
 *
 * @param giants ascending by step
 * @param diagonals {@code [extended row][diagonal][N]}, those of the first giant step first
 */
record JvmPreparedTransform(
    Ring ring,
    LinearTransform transform,
    int level,
    double scale,
    Giant[] giants,
    double[][][] diagonals)
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
    return (long) diagonals.length * diagonals[0].length * ring.n() * Double.BYTES;
  }

  @Override
  public String toString() {
    return "PreparedTransform[level=" + level + ", " + count() + " diagonals]";
  }
}
