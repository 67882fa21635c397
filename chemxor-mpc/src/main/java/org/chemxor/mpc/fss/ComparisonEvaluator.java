package org.chemxor.mpc.fss;

import java.util.Arrays;
import org.chemxor.mpc.random.FixedKeyHash;

/**
 * Evaluates a batch of comparison keys at public numbers: one AES block for each level. See {@link
 * ComparisonGenerator}. Not thread-safe; reuse one for many batches.
 */
public final class ComparisonEvaluator {
  private final ComparisonShape shape;
  private final Blocks blocks;

  /** Of every comparison, the parity so far in bit 0 and the control bit of its node in bit 1. */
  private int[] state = new int[0];

  /**
   * @param shape length of the numbers
   * @param hash the session's hash
   */
  public ComparisonEvaluator(ComparisonShape shape, FixedKeyHash hash) {
    this.shape = shape;
    this.blocks = new Blocks(hash);
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
    begin(party, x, roots);
    int offset = 0;
    for (int level = 0; level < shape.levels() - 1; level++) {
      blocks.encrypt();
      descend(x, shape.shiftOfLevel(level + 1), keys, offset);
      offset += ComparisonShape.levelLongs(count);
    }
    blocks.encrypt();
    long[] shares = leaves(x, keys, offset);
    Arrays.fill(state, 0);
    blocks.wipe();
    return shares;
  }

  /** Chooses the child below the root. */
  private void begin(int party, long[] x, long[] roots) {
    blocks.resize(x.length);
    state = state.length == x.length ? state : new int[x.length];
    int shift = shape.shiftOfLevel(0);
    for (int j = 0; j < x.length; j++) {
      long direction = x[j] >>> shift & 1;
      blocks.set(j, (roots[2 * j] & ~1L) | direction, roots[2 * j + 1]);
      state[j] = party << 1 | (party & (int) direction);
    }
  }

  /**
   * Corrects the hashed children and chooses theirs. The parity changes by the control bit wherever
   * the path turns: the outputs below a node XOR to its control bit, so whole subtrees left of the
   * path enter as one bit.
   *
   * @param shift the bit of x that the next level branches on
   */
  private void descend(long[] x, int shift, long[] keys, int offset) {
    int controls = offset + 2 * x.length;
    for (int j = 0; j < x.length; j++) {
      long low = blocks.low(j);
      long direction = low & 1;
      long take = -(state[j] >>> 1 & 1L);
      long word = keys[offset + 2 * j];
      long right = keys[controls + j / ComparisonShape.GRANULE] >>> j & direction;
      long correction = (word & ~direction) | right;
      long childLow = blocks.encryptedLow(j) ^ low ^ (correction & take);
      long childHigh = blocks.encryptedHigh(j) ^ blocks.high(j) ^ (keys[offset + 2 * j + 1] & take);
      long next = x[j] >>> shift & 1;
      int control = (int) childLow & 1;
      state[j] = ((state[j] ^ (control & (int) (next ^ direction))) & 1) | control << 1;
      blocks.set(j, (childLow & ~1L) | next, childHigh);
    }
  }

  private long[] leaves(long[] x, long[] keys, int offset) {
    int count = x.length;
    long[] shares = new long[count / ComparisonShape.GRANULE];
    for (int j = 0; j < count; j++) {
      long take = -(state[j] >>> 1 & 1L);
      int right = (int) blocks.low(j) & 1;
      int at = offset + 2 * (right * count + j);
      long low = blocks.encryptedLow(j) ^ blocks.low(j) ^ (keys[at] & take);
      long high = blocks.encryptedHigh(j) ^ blocks.high(j) ^ (keys[at + 1] & take);
      int position = (int) x[j] & ((1 << ComparisonShape.LEAF_BITS) - 1);
      // Bits 0 to position for a left leaf, the bits above for a right one.
      long flip = -(long) right;
      long upTo = (2L << (position & 63)) - 1;
      long inHigh = -(long) (position >>> 6);
      long lowMask = (upTo | inHigh) ^ flip;
      long highMask = (upTo & inHigh) ^ flip;
      long bits = Long.bitCount((low & lowMask) ^ (high & highMask)) ^ state[j];
      shares[j / ComparisonShape.GRANULE] |= (bits & 1) << j;
    }
    return shares;
  }
}
