package org.chemxor.mpc.linear;

/**
 * Sums of products of longs, modulo 2^64: fastest where the processor multiplies vectors of longs
 * (AVX-512). The loop adds two rows at a time: with more, C2 of JDK 17 and 25 no longer vectorises
 * it.
 */
final class LongSums implements TileSums {
  private final long[][] sums;
  private long[][] panel = new long[0][0];

  LongSums(int columns, int length) {
    sums = new long[columns][length];
  }

  @Override
  public void load(long[][] rows) {
    panel = rows;
  }

  @Override
  public void add(int column, long[] factors) {
    for (int r = 0; r < TiledProduct.PANEL_ROWS; r += 2) {
      accumulate(sums[column], factors[r], factors[r + 1], panel[r], panel[r + 1]);
    }
  }

  private static void accumulate(long[] sum, long fa, long fb, long[] a, long[] b) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += fa * a[i] + fb * b[i];
    }
  }

  @Override
  public long[] sums(int column) {
    return sums[column];
  }
}
