package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.load;

import jdk.incubator.vector.VectorShuffle;

/**
 * Automorphisms of evaluations in bit-reversed order, a vector at a time. Position i stands for the
 * exponent {@code 2 rev(i) + 1}; those of one aligned block are equal modulo 2N over its length,
 * and so are their products with the element g of the automorphism. Hence an aligned block goes to
 * an aligned block, and within it {@code rev(i)} to {@code c + g rev(i)} modulo the length, with a
 * c of the block's own: half a vector's length times its length patterns in all.
 */
final class VectorPermutation {
  /** [(g - 1) / 2 * LENGTH + position that lane 0 comes from]. */
  private static final VectorShuffle<Double>[] PATTERNS = patterns();

  private VectorPermutation() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static VectorShuffle<Double>[] patterns() {
    VectorShuffle<Double>[] patterns = new VectorShuffle[LENGTH / 2 * LENGTH];
    for (int index = 0; index < patterns.length; index++) {
      int g = index / LENGTH * 2 + 1;
      int start = reverse(index % LENGTH);
      patterns[index] =
          VectorShuffle.fromOp(
              Lanes.SPECIES, lane -> reverse((start + g * reverse(lane)) % LENGTH));
    }
    return patterns;
  }

  /** The bits of a position within a vector in reversed order. */
  private static int reverse(int lane) {
    return Integer.reverse(lane) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(LENGTH));
  }

  /** {@code out[i] = a[table[i]]} for the table of an automorphism. */
  static void permute(double[] a, int[] table, double[] out) {
    int within = LENGTH - 1;
    int g = (reverse(table[LENGTH / 2] & within) - reverse(table[0] & within)) & within;
    int first = g / 2 * LENGTH;
    for (int i = 0; i < out.length; i += LENGTH) {
      int source = table[i];
      load(a, source & -LENGTH).rearrange(PATTERNS[first + (source & within)]).intoArray(out, i);
    }
  }
}
