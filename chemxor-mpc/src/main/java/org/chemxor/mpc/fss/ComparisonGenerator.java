package org.chemxor.mpc.fss;

import org.chemxor.mpc.random.FixedKeyHash;

/**
 * Makes the keys of a batch of comparisons: two parties who hold one root each and the common
 * corrections can turn a public number {@code x} into XOR shares of {@code [alpha <= x]}, while
 * neither learns anything about {@code alpha}.
 *
 * <p>The key is that of a distributed point function (Boyle, Gilboa and Ishai, CCS 2016) whose
 * leaves hold 128 bits; the comparison is the parity of a prefix of its outputs (Storrier et al.,
 * Grotto, CCS 2023). Not thread-safe; reuse one for many batches.
 */
public final class ComparisonGenerator {
  private final ComparisonShape shape;
  private final FixedKeyHash hash;

  /**
   * @param shape length of the numbers
   * @param hash the session's hash
   */
  public ComparisonGenerator(ComparisonShape shape, FixedKeyHash hash) {
    this.shape = shape;
    this.hash = hash;
  }

  /** One party's state at the current level, and what its two children hash to. */
  private static final class Side {
    final long[] state;
    final long[][] children = new long[2][];

    Side(long[] roots, long control) {
      state = roots.clone();
      for (int i = 0; i < state.length; i += 2) {
        state[i] = (state[i] & ~1L) | control;
      }
      children[0] = new long[state.length];
      children[1] = new long[state.length];
    }

    void expand(FixedKeyHash hash, long[] input) {
      for (int d = 0; d < 2; d++) {
        for (int i = 0; i < state.length; i += 2) {
          input[i] = (state[i] & ~1L) | d;
          input[i + 1] = state[i + 1];
        }
        hash.hash(input, children[d], state.length / 2);
      }
    }

    /** Goes down to the child on the path, corrected where the control bit says so. */
    void descend(int j, int direction, long low, long high) {
      long take = -(state[2 * j] & 1);
      state[2 * j] = children[direction][2 * j] ^ (low & take);
      state[2 * j + 1] = children[direction][2 * j + 1] ^ (high & take);
    }
  }

  /**
   * Generates keys.
   *
   * @param alpha secret thresholds in {@code [0, 2^bits)}; as many as a multiple of 64
   * @param roots0 party 0's roots, two uniform longs for each comparison; the lowest bit is ignored
   * @param roots1 party 1's roots, likewise
   * @param keys receives {@link ComparisonShape#keyLongs} longs from index 0 on
   */
  public void generate(long[] alpha, long[] roots0, long[] roots1, long[] keys) {
    int count = alpha.length;
    ComparisonShape.requireGranules(count);
    Side first = new Side(roots0, 0);
    Side second = new Side(roots1, 1);
    long[] input = new long[2 * count];
    int offset = 0;
    for (int level = 0; level < shape.levels() - 1; level++) {
      first.expand(hash, input);
      second.expand(hash, input);
      correct(alpha, shape.shiftOfLevel(level), first, second, keys, offset);
      offset += ComparisonShape.levelLongs(count);
    }
    first.expand(hash, input);
    second.expand(hash, input);
    correctLeaves(alpha, first, second, keys, offset);
    hash.wipe();
  }

  private static void correct(
      long[] alpha, int shift, Side first, Side second, long[] keys, int offset) {
    int count = alpha.length;
    int controls = offset + 2 * count;
    for (int block = 0; block < count; block += ComparisonShape.GRANULE) {
      long right = 0;
      for (int j = block; j < block + ComparisonShape.GRANULE; j++) {
        int bit = (int) (alpha[j] >>> shift) & 1;
        long[] lose0 = first.children[1 - bit];
        long[] lose1 = second.children[1 - bit];
        long low = (lose0[2 * j] ^ lose1[2 * j]) & ~1L;
        long high = lose0[2 * j + 1] ^ lose1[2 * j + 1];
        long left = (first.children[0][2 * j] ^ second.children[0][2 * j] ^ bit ^ 1) & 1;
        long rightBit = (first.children[1][2 * j] ^ second.children[1][2 * j] ^ bit) & 1;
        long control = bit == 0 ? left : rightBit;
        first.descend(j, bit, low | control, high);
        second.descend(j, bit, low | control, high);
        keys[offset + 2 * j] = low | left;
        keys[offset + 2 * j + 1] = high;
        right |= rightBit << (j - block);
      }
      keys[controls + block / ComparisonShape.GRANULE] = right;
    }
  }

  private void correctLeaves(long[] alpha, Side first, Side second, long[] keys, int offset) {
    int count = alpha.length;
    for (int d = 0; d < 2; d++) {
      int at = offset + d * 2 * count;
      for (int j = 0; j < count; j++) {
        int position = (int) alpha[j] & ((1 << ComparisonShape.LEAF_BITS) - 1);
        long here = (alpha[j] >>> ComparisonShape.LEAF_BITS & 1) == d ? 1L << (position & 63) : 0;
        long low = position < 64 ? here : 0;
        keys[at + 2 * j] = first.children[d][2 * j] ^ second.children[d][2 * j] ^ low;
        keys[at + 2 * j + 1] =
            first.children[d][2 * j + 1] ^ second.children[d][2 * j + 1] ^ here ^ low;
      }
    }
  }
}
