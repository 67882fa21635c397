package org.chemxor.mpc.fss;

/**
 * The sizes of comparison keys for numbers of {@code bits} bits.
 *
 * <p>A key is a tree of {@link #levels()} levels whose leaves hold 128 bits each, so that the last
 * seven bits of a number cost no AES at all. Keys come in batches of a multiple of 64, level by
 * level: for each level but the last the correction words (two longs each, the lowest bit being the
 * left control bit), then the right control bits, 64 to a long; at last the two leaf corrections of
 * every key (two longs each, all left ones first).
 *
 * @param bits length of the numbers compared, 1 to 63
 */
public record ComparisonShape(int bits) {
  /** Keys are made and evaluated in multiples of this. */
  public static final int GRANULE = 64;

  static final int LEAF_BITS = 7;
  private static final int MAX_BITS = 63;

  /** Checks the range. */
  public ComparisonShape {
    if (bits < 1 || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "numbers of 1 to " + MAX_BITS + " bits can be compared, got " + bits);
    }
  }

  /** Levels of the tree: one AES block each to evaluate, four to generate. */
  public int levels() {
    return Math.max(1, bits - LEAF_BITS);
  }

  /**
   * Longs of the keys of {@code count} comparisons.
   *
   * @param count a multiple of {@link #GRANULE}
   */
  public int keyLongs(int count) {
    requireGranules(count);
    return Math.multiplyExact(levels() - 1, levelLongs(count)) + 4 * count;
  }

  static int levelLongs(int count) {
    return 2 * count + count / GRANULE;
  }

  static void requireGranules(int count) {
    if (count < GRANULE || count % GRANULE != 0) {
      throw new IllegalArgumentException(
          "comparisons come in multiples of " + GRANULE + ", got " + count);
    }
  }

  /** {@code count} rounded up to a multiple of {@link #GRANULE}. */
  public static int padded(int count) {
    return (count + GRANULE - 1) / GRANULE * GRANULE;
  }

  /** The bit of {@code value} that level {@code level} branches on. */
  int shiftOfLevel(int level) {
    return LEAF_BITS + levels() - 1 - level;
  }
}
