package org.chemxor.mpc.material;

import java.util.Arrays;
import java.util.List;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.random.AesCtrStream;
import org.chemxor.mpc.sharing.BitPlanes;
import org.chemxor.mpc.sharing.Longs;

/**
 * What the comparator by tables needs for one step, 64 comparisons to a long: shares of the unit
 * vectors of the thresholds' digits, then for every merger the masks of its variables and their
 * products. Both parties draw shares of masks; party 0 draws its shares of tables and products,
 * too, and party 1 gets the rest.
 */
public final class TableMaterial {
  private final DigitTree tree;
  private final int words;
  private final long[] thresholds;
  private final long[] record;
  private int at;

  /**
   * @param comparison that is made
   * @param r masks of the numbers compared, reduced
   */
  public TableMaterial(Comparison comparison, long[] r) {
    tree = new DigitTree(comparison.bits());
    long[] alpha = new long[ComparisonShape.padded(r.length)];
    for (int i = 0; i < r.length; i++) {
      alpha[i] = comparison.window(r[i]);
    }
    words = alpha.length / Long.SIZE;
    thresholds = BitPlanes.of(alpha, tree.bits());
    record = new long[Math.multiplyExact(words, tree.dealerBits())];
    Arrays.fill(alpha, 0);
  }

  /** Party 1's record: tables digit by digit, then products level by level. */
  public byte[] make(AesCtrStream party0, AesCtrStream party1) {
    tables();
    long[] shares = party0.longs(at);
    for (int i = 0; i < at; i++) {
      record[i] ^= shares[i];
    }
    for (List<FanIn> level : tree.levels()) {
      for (FanIn fan : level) {
        products(fan, party0, party1);
      }
    }
    byte[] bytes = Longs.toBytes(record);
    Arrays.fill(record, 0);
    Arrays.fill(thresholds, 0);
    Arrays.fill(shares, 0);
    return bytes;
  }

  private void tables() {
    int low = 0;
    for (int digit = 0; digit < tree.digits(); digit++) {
      int width = tree.width(digit);
      for (int value = 0; value < (1 << width) - 1; value++) {
        for (int w = 0; w < words; w++) {
          long equal = -1;
          for (int bit = 0; bit < width; bit++) {
            long wanted = (value >>> bit & 1) - 1L;
            equal &= thresholds[(low + bit) * words + w] ^ wanted;
          }
          record[at + w] = equal;
        }
        at += words;
      }
      low += width;
    }
  }

  /** Drawn in this order by both sides: the masks, then party 0's products. */
  private void products(FanIn fan, AesCtrStream party0, AesCtrStream party1) {
    int[] variables = fan.variables();
    long[] masks = party0.longs(words * variables.length);
    long[] others = party1.longs(words * variables.length);
    for (int i = 0; i < masks.length; i++) {
      masks[i] ^= others[i];
    }
    int[] products = fan.products();
    long[] shares = party0.longs(words * products.length);
    for (int p = 0; p < products.length; p++) {
      int from = p * words;
      Arrays.fill(record, at, at + words, -1);
      for (int member : FanIn.members(products[p])) {
        int mask = Arrays.binarySearch(variables, member) * words;
        for (int w = 0; w < words; w++) {
          record[at + w] &= masks[mask + w];
        }
      }
      for (int w = 0; w < words; w++) {
        record[at + w] ^= shares[from + w];
      }
      at += words;
    }
    Arrays.fill(masks, 0);
    Arrays.fill(shares, 0);
  }
}
