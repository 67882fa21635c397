package org.chemxor.mpc.material;

/**
 * The shape of a comparison as a tree of AND gates. Of every bit, two bits are known: whether the
 * secret's exceeds the public one's (g) and whether both are equal (e). Neighbours merge: {@code g
 * = g_high xor (e_high and g_low)}, {@code e = e_high and e_low}; the lowest node needs no e. Level
 * by level the number of nodes halves.
 *
 * @param bits length of the numbers
 */
public record AndTree(int bits) {
  /** Rounds of traffic. */
  public int levels() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(bits - 1);
  }

  /** Nodes that a level of {@code width} nodes leaves: an odd one goes on unmerged. */
  public static int next(int width) {
    return (width + 1) / 2;
  }

  /** ANDs of the merger of nodes {@code 2 node} and {@code 2 node + 1}. */
  public static int ands(int node) {
    return node == 0 ? 1 : 2;
  }

  /** Merging nodes of all levels. */
  public int merges() {
    int merges = 0;
    for (int width = bits; width > 1; width = next(width)) {
      merges += width / 2;
    }
    return merges;
  }

  /** ANDs of all levels. */
  public int ands() {
    return 2 * merges() - levels();
  }

  /** Bits that the dealer sends to the model owner for each comparison. */
  public int dealerBits() {
    return bits + ands();
  }
}
