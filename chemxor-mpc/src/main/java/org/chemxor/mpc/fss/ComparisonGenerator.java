package org.chemxor.mpc.fss;

import java.util.Arrays;
import org.chemxor.mpc.random.FixedKeyHash;

/**
 * Makes the keys of a batch of comparisons: two parties who hold one root each and the common
 * corrections can turn a public number {@code x} into XOR shares of {@code [alpha <= x]}, while
 * neither learns anything about {@code alpha}.
 *
 * <p>The key is that of a distributed point function (Boyle, Gilboa and Ishai, CCS 2016) whose
 * leaves hold 128 bits; the comparison is the parity of a prefix of its outputs (Storrier et al.,
 * Grotto, CCS 2023). Nothing branches on a secret. Not thread-safe; reuse one for many batches.
 */
public final class ComparisonGenerator {
  private final ComparisonShape shape;
  private final Blocks blocks;

  /**
   * @param shape length of the numbers
   * @param hash the session's hash
   */
  public ComparisonGenerator(ComparisonShape shape, FixedKeyHash hash) {
    this.shape = shape;
    this.blocks = new Blocks(hash);
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
    blocks.resize(4 * count);
    byte[] controls = new byte[count];
    for (int j = 0; j < count; j++) {
      setNode(0, j, count, roots0[2 * j], roots0[2 * j + 1]);
      setNode(1, j, count, roots1[2 * j], roots1[2 * j + 1]);
      controls[j] = 2;
    }
    int offset = 0;
    for (int level = 0; level < shape.levels() - 1; level++) {
      blocks.encrypt();
      descend(alpha, shape.shiftOfLevel(level), controls, keys, offset);
      offset += ComparisonShape.levelLongs(count);
    }
    blocks.encrypt();
    correctLeaves(alpha, keys, offset);
    blocks.wipe();
    Arrays.fill(controls, (byte) 0);
  }

  /** A party's node of comparison j becomes the parent of two blocks: left and right child. */
  private void setNode(int party, int j, int count, long low, long high) {
    blocks.set(2 * party * count + j, low & ~1L, high);
    blocks.set((2 * party + 1) * count + j, low | 1, high);
  }

  /**
   * Corrects one level and goes down the path. The child off the path becomes the same for both
   * parties, that on the path keeps different control bits.
   *
   * @param controls of every comparison, party 0's control bit in bit 0 and party 1's in bit 1
   */
  private void descend(long[] alpha, int shift, byte[] controls, long[] keys, int offset) {
    int count = alpha.length;
    int rights = offset + 2 * count;
    for (int granule = 0; granule < count; granule += ComparisonShape.GRANULE) {
      long right = 0;
      for (int j = granule; j < granule + ComparisonShape.GRANULE; j++) {
        int bit = (int) (alpha[j] >>> shift) & 1;
        // The input of the right child differs in its lowest bit alone: it cancels between parties.
        long leftLow = childLow(0, j, count) ^ childLow(2, j, count);
        long rightLow = childLow(1, j, count) ^ childLow(3, j, count);
        int lost = 1 - bit;
        long high = childHigh(lost, j, count) ^ childHigh(2 + lost, j, count);
        long chosen = -(long) bit;
        long low = (rightLow ^ ((leftLow ^ rightLow) & chosen)) & ~1L;
        long leftControl = (leftLow ^ bit ^ 1) & 1;
        long rightControl = (rightLow ^ bit) & 1;
        long word = low | (leftControl ^ ((leftControl ^ rightControl) & chosen));
        keys[offset + 2 * j] = low | leftControl;
        keys[offset + 2 * j + 1] = high;
        right |= rightControl << j;
        int control0 = follow(0, bit, j, count, -(controls[j] & 1L), word, high);
        int control1 = follow(1, bit, j, count, -(controls[j] >>> 1 & 1L), word, high);
        controls[j] = (byte) (control0 | control1 << 1);
      }
      keys[rights + granule / ComparisonShape.GRANULE] = right;
    }
  }

  private long childLow(int quarter, int j, int count) {
    int block = quarter * count + j;
    return blocks.encryptedLow(block) ^ blocks.low(block);
  }

  private long childHigh(int quarter, int j, int count) {
    int block = quarter * count + j;
    return blocks.encryptedHigh(block) ^ blocks.high(block);
  }

  /** Goes down to a party's child on the path, corrected where the control bit says so. */
  private int follow(int party, int bit, int j, int count, long take, long word, long high) {
    int quarter = 2 * party + bit;
    long childLow = childLow(quarter, j, count) ^ (word & take);
    setNode(party, j, count, childLow, childHigh(quarter, j, count) ^ (high & take));
    return (int) childLow & 1;
  }

  private void correctLeaves(long[] alpha, long[] keys, int offset) {
    int count = alpha.length;
    for (int d = 0; d < 2; d++) {
      int at = offset + d * 2 * count;
      for (int j = 0; j < count; j++) {
        int position = (int) alpha[j] & ((1 << ComparisonShape.LEAF_BITS) - 1);
        long onPath = (alpha[j] >>> ComparisonShape.LEAF_BITS & 1) ^ d ^ 1;
        long here = onPath << (position & 63);
        long low = here & ((position >>> 6) - 1L);
        keys[at + 2 * j] = childLow(d, j, count) ^ childLow(2 + d, j, count) ^ low;
        keys[at + 2 * j + 1] = childHigh(d, j, count) ^ childHigh(2 + d, j, count) ^ here ^ low;
      }
    }
  }
}
