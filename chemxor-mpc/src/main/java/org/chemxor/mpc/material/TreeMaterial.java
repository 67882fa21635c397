package org.chemxor.mpc.material;

import java.util.Arrays;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.random.AesCtrStream;
import org.chemxor.mpc.sharing.Longs;

/**
 * What the tree comparator needs for one step, 64 comparisons to a long: shares of the thresholds'
 * bits, then for every merger of two nodes the factors {@code a, b} (and {@code b'} where two ANDs
 * share {@code a}) and their products. Both parties draw shares of factors; party 0 draws its
 * shares of thresholds and products, too, and party 1 gets the rest.
 */
final class TreeMaterial {
  private final Comparison comparison;
  private final long[] r;

  TreeMaterial(Comparison comparison, long[] r) {
    this.comparison = comparison;
    this.r = r;
  }

  /** Party 1's record: thresholds bit by bit, then products level by level. */
  byte[] make(AesCtrStream party0, AesCtrStream party1) {
    AndTree tree = new AndTree(comparison.bits());
    int words = ComparisonShape.padded(r.length) / Long.SIZE;
    long[] record = new long[words * tree.dealerBits()];
    for (int i = 0; i < r.length; i++) {
      long alpha = comparison.window(r[i]);
      for (int bit = 0; bit < comparison.bits(); bit++) {
        record[bit * words + i / Long.SIZE] |= (alpha >>> bit & 1) << i;
      }
    }
    int at = 0;
    long[] shares = party0.longs(words * comparison.bits());
    for (; at < shares.length; at++) {
      record[at] ^= shares[at];
    }
    for (int width = comparison.bits(); width > 1; width = AndTree.next(width)) {
      for (int node = 0; node < width / 2; node++) {
        int ands = AndTree.ands(node);
        // Drawn in this order by both sides: a, b (and b'), then party 0's products.
        long[] factors = party0.longs(words * (1 + ands));
        long[] others = party1.longs(words * (1 + ands));
        long[] products = party0.longs(words * ands);
        for (int k = 0; k < ands; k++) {
          for (int w = 0; w < words; w++) {
            long a = factors[w] ^ others[w];
            long b = factors[(1 + k) * words + w] ^ others[(1 + k) * words + w];
            record[at++] = (a & b) ^ products[k * words + w];
          }
        }
      }
    }
    byte[] bytes = Longs.toBytes(record);
    Arrays.fill(record, 0);
    return bytes;
  }
}
