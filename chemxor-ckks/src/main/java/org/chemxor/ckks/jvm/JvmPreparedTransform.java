package org.chemxor.ckks.jvm;

import java.util.List;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.PreparedTransform;

/**
 * Diagonals encoded in the extended basis, grouped by giant step.
 *
 * @param giants ascending by step
 */
record JvmPreparedTransform(
    Ring ring, LinearTransform transform, int level, double scale, List<Giant> giants)
    implements PreparedTransform {

  /**
   * The diagonals of one giant step, already rotated back by it.
   *
   * @param step the giant rotation, a multiple of the baby count
   * @param babies the baby rotation of each diagonal
   * @param diagonals {@code [diagonal][extended row][N]}
   */
  record Giant(int step, int[] babies, double[][][] diagonals) {}

  @Override
  public long sizeBytes() {
    return giants.stream()
            .mapToLong(giant -> (long) giant.diagonals().length * giant.diagonals()[0].length)
            .sum()
        * ring.n()
        * Double.BYTES;
  }

  @Override
  public String toString() {
    return "PreparedTransform[level=" + level + ", " + transform.indices().size() + " diagonals]";
  }
}
