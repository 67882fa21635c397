package org.chemxor.mpc.linear;

import java.util.Arrays;

/**
 * Sums of products of numbers of 40 bits, cut into two digits of 20 that are held in doubles. A
 * product of two digits takes 40 bits, so a double holds the sum of {@value #MAX_TERMS} of them
 * exactly, and {@link Math#fma} is one instruction on every processor with vectors of doubles; C2
 * vectorises the loop by itself. Weights that fit one signed digit take two products, others three:
 * that of both high digits vanishes modulo 2^40.
 */
final class DigitSums implements TileSums {
  /** Terms of a sum before it moves on to a long: 2^12 products below 2^40 fit 53 bits. */
  static final int MAX_TERMS = 4096;

  private static final long DIGIT_MASK = (1L << RingConvolution.DIGIT_BITS) - 1;
  private static final int TERMS_OF_A_PANEL = 2 * TiledProduct.PANEL_ROWS;

  private final boolean panelNarrow;
  private final boolean factorsNarrow;
  private final long[][] totals;
  private final double[][] low;
  private final double[][] middle;
  private final double[][] panelLow;
  private final double[][] panelHigh;
  private final double[] factorsLow = new double[TiledProduct.PANEL_ROWS];
  private final double[] factorsHigh = new double[TiledProduct.PANEL_ROWS];
  private int terms;

  /**
   * @param panelNarrow whether the panel's numbers are signed and below 2^20
   * @param factorsNarrow whether the factors are
   */
  DigitSums(int columns, int length, boolean panelNarrow, boolean factorsNarrow) {
    this.panelNarrow = panelNarrow;
    this.factorsNarrow = factorsNarrow;
    totals = new long[columns][length];
    low = new double[columns][length];
    middle = new double[columns][length];
    panelLow = new double[TiledProduct.PANEL_ROWS][length];
    panelHigh = new double[TiledProduct.PANEL_ROWS][panelNarrow ? 0 : length];
  }

  @Override
  public void load(long[][] panel) {
    if (terms + TERMS_OF_A_PANEL > MAX_TERMS) {
      for (int c = 0; c < totals.length; c++) {
        flush(c);
      }
      terms = 0;
    }
    terms += TERMS_OF_A_PANEL;
    for (int r = 0; r < panel.length; r++) {
      lowDigits(panel[r], panelLow[r], panelNarrow);
      highDigits(panel[r], panelHigh[r]);
    }
  }

  /** A narrow number is its own low digit, sign included. */
  private static void lowDigits(long[] values, double[] digits, boolean narrow) {
    long mask = narrow ? -1 : DIGIT_MASK;
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (int) (values[i] & mask);
    }
  }

  private static void highDigits(long[] values, double[] digits) {
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (int) (values[i] >> RingConvolution.DIGIT_BITS);
    }
  }

  @Override
  public void add(int column, long[] factors) {
    lowDigits(factors, factorsLow, factorsNarrow);
    accumulate(low[column], factorsLow, panelLow);
    if (!factorsNarrow) {
      highDigits(factors, factorsHigh);
      accumulate(middle[column], factorsHigh, panelLow);
    }
    if (!panelNarrow) {
      accumulate(middle[column], factorsLow, panelHigh);
    }
  }

  private static void accumulate(double[] sum, double[] factors, double[][] rows) {
    for (int r = 0; r < rows.length; r += 4) {
      accumulate(sum, factors, r, rows[r], rows[r + 1], rows[r + 2], rows[r + 3]);
    }
  }

  private static void accumulate(
      double[] sum, double[] factors, int at, double[] a, double[] b, double[] c, double[] d) {
    double fa = factors[at];
    double fb = factors[at + 1];
    double fc = factors[at + 2];
    double fd = factors[at + 3];
    for (int i = 0; i < sum.length; i++) {
      sum[i] =
          Math.fma(fa, a[i], Math.fma(fb, b[i], Math.fma(fc, c[i], Math.fma(fd, d[i], sum[i]))));
    }
  }

  private void flush(int column) {
    long[] total = totals[column];
    for (int i = 0; i < total.length; i++) {
      total[i] += (long) low[column][i] + ((long) middle[column][i] << RingConvolution.DIGIT_BITS);
    }
    Arrays.fill(low[column], 0);
    Arrays.fill(middle[column], 0);
  }

  @Override
  public long[] sums(int column) {
    flush(column);
    return totals[column];
  }
}
