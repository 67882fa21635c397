package org.chemxor.mpc.fss;

import java.util.Arrays;
import org.chemxor.mpc.random.FixedKeyHash;

/**
 * Evaluates a batch of comparison keys at public numbers: one AES block for each level. See {@link
 * ComparisonGenerator}. Not thread-safe; reuse one for many batches.
 */
public final class ComparisonEvaluator {
  private final ComparisonShape shape;
  private final FixedKeyHash hash;
  private long[] state = new long[0];
  private long[] input = new long[0];
  private int[] parity = new int[0];

  /**
   * @param shape length of the numbers
   * @param hash the session's hash
   */
  public ComparisonEvaluator(ComparisonShape shape, FixedKeyHash hash) {
    this.shape = shape;
    this.hash = hash;
  }

  /**
   * This party's XOR shares of {@code [alpha <= x]}.
   *
   * @param party 0 or 1
   * @param x public numbers in {@code [0, 2^bits)}; as many as a multiple of 64
   * @param roots this party's roots, two longs for each comparison
   * @param keys as generated, from index 0 on
   * @return the shares, 64 to a long, the first in the lowest bit
   */
  public long[] evaluate(int party, long[] x, long[] roots, long[] keys) {
    int count = x.length;
    ComparisonShape.requireGranules(count);
    prepare(party, roots, count);
    int offset = 0;
    for (int level = 0; level < shape.levels() - 1; level++) {
      branch(x, level);
      hash.hash(input, state, count);
      correct(keys, offset, count);
      offset += ComparisonShape.levelLongs(count);
    }
    branch(x, shape.levels() - 1);
    hash.hash(input, state, count);
    long[] shares = leaves(x, keys, offset);
    wipe();
    return shares;
  }

  private void prepare(int party, long[] roots, int count) {
    if (state.length != 2 * count) {
      state = new long[2 * count];
      input = new long[2 * count];
      parity = new int[count];
    }
    for (int i = 0; i < 2 * count; i += 2) {
      state[i] = (roots[i] & ~1L) | party;
      state[i + 1] = roots[i + 1];
    }
    Arrays.fill(parity, 0);
  }

  /**
   * Chooses the child. The parity changes by the control bit wherever the path turns: the outputs
   * below a node XOR to its control bit, so whole subtrees left of the path enter as one bit.
   *
   * <p>The old control bit must survive the hashing: it goes to bit 1 of the parity.
   */
  private void branch(long[] x, int level) {
    int shift = shape.shiftOfLevel(level);
    for (int j = 0; j < x.length; j++) {
      int direction = (int) (x[j] >>> shift) & 1;
      int previous = level == 0 ? 0 : (int) (x[j] >>> (shift + 1)) & 1;
      int control = (int) state[2 * j] & 1;
      parity[j] =
          ((parity[j] ^ (control & (direction ^ previous))) & 1)
              | (control << 1)
              | (direction << 2);
      input[2 * j] = (state[2 * j] & ~1L) | direction;
      input[2 * j + 1] = state[2 * j + 1];
    }
  }

  private void correct(long[] keys, int offset, int count) {
    int controls = offset + 2 * count;
    for (int j = 0; j < count; j++) {
      long take = -(long) (parity[j] >>> 1 & 1);
      long right = -(long) (parity[j] >>> 2 & 1);
      long low = keys[offset + 2 * j];
      long rightBit = keys[controls + j / ComparisonShape.GRANULE] >>> j & 1;
      long control = (low & 1 & ~right) | (rightBit & right);
      state[2 * j] ^= ((low & ~1L) | control) & take;
      state[2 * j + 1] ^= keys[offset + 2 * j + 1] & take;
    }
  }

  private long[] leaves(long[] x, long[] keys, int offset) {
    int count = x.length;
    long[] shares = new long[count / ComparisonShape.GRANULE];
    for (int j = 0; j < count; j++) {
      long take = -(long) (parity[j] >>> 1 & 1);
      int right = parity[j] >>> 2 & 1;
      int at = offset + 2 * (right * count + j);
      long low = state[2 * j] ^ (keys[at] & take);
      long high = state[2 * j + 1] ^ (keys[at + 1] & take);
      int position = (int) x[j] & ((1 << ComparisonShape.LEAF_BITS) - 1);
      // Bits 0 to position for a left leaf, the bits above for a right one.
      long flip = -(long) right;
      long lowMask = (position >= 63 ? -1L : (2L << position) - 1) ^ flip;
      long highMask = (position < 64 ? 0 : -1L >>> (127 - position)) ^ flip;
      long bits = Long.bitCount((low & lowMask) ^ (high & highMask)) ^ parity[j];
      shares[j / ComparisonShape.GRANULE] |= (bits & 1) << j;
    }
    return shares;
  }

  private void wipe() {
    Arrays.fill(state, 0);
    Arrays.fill(input, 0);
    Arrays.fill(parity, 0);
    hash.wipe();
  }
}
