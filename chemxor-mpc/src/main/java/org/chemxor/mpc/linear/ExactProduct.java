package org.chemxor.mpc.linear;

import java.util.Arrays;

/**
 * A convolution of integers of 20 bits held in doubles, added to longs. Blocked as a matrix product
 * of weights {@code [outputs][taps]} with the input's windows {@code [taps][positions]}: for each
 * tile of outputs, a panel of {@value #PANEL_ROWS} rows that stays in the first-level cache is
 * multiplied into sums that stay in the second.
 *
 * <p>Rows run over the positions where there are many, over the outputs where there are few (the
 * last layers), so that the innermost loop is long either way. It is a plain loop over arrays with
 * one index, which C2 turns into vector instructions by itself; {@link Math#fma} is one instruction
 * on every processor with vectors of doubles. Tiles write disjoint outputs and may run in parallel.
 */
final class ExactProduct {
  /** Terms of a sum before it moves on to a long: 2^12 products below 2^40 fit 53 bits. */
  static final int MAX_TERMS = 4096;

  private static final int PANEL_ROWS = 8;
  private static final int ROW = 256;
  private static final int TILE_COLUMNS = 96;
  private static final int FEW_POSITIONS = 100;

  private final ConvolutionShape shape;
  private final double[] weights;
  private final double[] x;
  private final int shift;
  private final long[] out;
  private final int positions;
  private final boolean overPositions;
  private final int rows;
  private final int columns;

  /**
   * @param weights magnitudes below 2^20
   * @param x magnitudes below 2^20
   * @param shift the results are multiplied by {@code 2^shift}
   * @param out receives the sums
   */
  ExactProduct(
      ConvolutionShape shape, int batch, double[] weights, double[] x, int shift, long[] out) {
    this.shape = shape;
    this.weights = weights;
    this.x = x;
    this.shift = shift;
    this.out = out;
    positions = shape.outHeight() * shape.outWidth();
    int allPositions = Math.multiplyExact(positions, batch);
    overPositions = allPositions >= FEW_POSITIONS || allPositions >= shape.outChannels();
    rows = overPositions ? allPositions : shape.outChannels();
    columns = overPositions ? shape.outChannels() : allPositions;
  }

  /** Number of tiles. */
  int tiles() {
    return rowTiles() * ((columns + TILE_COLUMNS - 1) / TILE_COLUMNS);
  }

  private int rowTiles() {
    return (rows + ROW - 1) / ROW;
  }

  /** Computes one tile. */
  void run(int tile) {
    int rowStart = tile % rowTiles() * ROW;
    int columnStart = tile / rowTiles() * TILE_COLUMNS;
    int length = Math.min(ROW, rows - rowStart);
    int width = Math.min(TILE_COLUMNS, columns - columnStart);
    double[][] panel = new double[PANEL_ROWS][length];
    double[][] sums = new double[width][length];
    double[] factors = new double[PANEL_ROWS];
    int[] bases = bases(overPositions ? rowStart : columnStart, overPositions ? length : width);
    int terms = 0;
    for (int tap = 0; tap < shape.taps(); tap += PANEL_ROWS) {
      if (terms + PANEL_ROWS > MAX_TERMS) {
        flush(sums, rowStart, columnStart);
        terms = 0;
      }
      terms += PANEL_ROWS;
      fillPanel(panel, tap, rowStart, length, bases);
      for (int c = 0; c < width; c++) {
        fillFactors(factors, tap, columnStart + c, bases.length > c ? bases[c] : 0);
        accumulate(sums[c], factors, 0, panel[0], panel[1], panel[2], panel[3]);
        accumulate(sums[c], factors, 4, panel[4], panel[5], panel[6], panel[7]);
      }
    }
    flush(sums, rowStart, columnStart);
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

  /** Index in x of the first cell of each position's window, which may lie in the padding. */
  private int[] bases(int from, int count) {
    int[] bases = new int[count];
    for (int i = 0; i < count; i++) {
      int image = (from + i) / positions;
      int position = (from + i) % positions;
      bases[i] =
          image * shape.inSize()
              + (position / shape.outWidth() * shape.stride() - shape.padding()) * shape.inWidth()
              + position % shape.outWidth() * shape.stride()
              - shape.padding();
    }
    return bases;
  }

  private void fillPanel(double[][] panel, int tap, int rowStart, int length, int[] bases) {
    for (int r = 0; r < PANEL_ROWS; r++) {
      if (tap + r >= shape.taps()) {
        Arrays.fill(panel[r], 0);
      } else if (overPositions) {
        fillWindowRow(panel[r], tap + r, rowStart, bases);
      } else {
        for (int i = 0; i < length; i++) {
          panel[r][i] = weights[(rowStart + i) * shape.taps() + tap + r];
        }
      }
    }
  }

  private void fillWindowRow(double[] row, int tap, int start, int[] bases) {
    int kernel = shape.kernelHeight() * shape.kernelWidth();
    int channel = tap / kernel;
    int down = tap % kernel / shape.kernelWidth();
    int right = tap % shape.kernelWidth();
    int offset = (channel * shape.inHeight() + down) * shape.inWidth() + right;
    if (shape.padding() == 0) {
      for (int i = 0; i < row.length; i++) {
        row[i] = x[bases[i] + offset];
      }
      return;
    }
    int width = shape.outWidth();
    int i = 0;
    while (i < row.length) {
      int position = (start + i) % positions;
      int column = position % width;
      int end = Math.min(row.length, i + width - column);
      int inRow = position / width * shape.stride() - shape.padding() + down;
      if (inRow < 0 || inRow >= shape.inHeight()) {
        Arrays.fill(row, i, end, 0);
      } else {
        int inColumn = column * shape.stride() - shape.padding() + right;
        for (int j = i; j < end; j++, inColumn += shape.stride()) {
          row[j] = inColumn < 0 || inColumn >= shape.inWidth() ? 0 : x[bases[j] + offset];
        }
      }
      i = end;
    }
  }

  private void fillFactors(double[] factors, int tap, int column, int base) {
    for (int r = 0; r < PANEL_ROWS; r++) {
      if (tap + r >= shape.taps()) {
        factors[r] = 0;
      } else {
        factors[r] =
            overPositions
                ? weights[column * shape.taps() + tap + r]
                : cell(tap + r, column % positions, base);
      }
    }
  }

  private double cell(int tap, int position, int base) {
    int kernel = shape.kernelHeight() * shape.kernelWidth();
    int down = tap % kernel / shape.kernelWidth();
    int right = tap % shape.kernelWidth();
    int row = position / shape.outWidth() * shape.stride() - shape.padding() + down;
    int column = position % shape.outWidth() * shape.stride() - shape.padding() + right;
    if (row < 0 || row >= shape.inHeight() || column < 0 || column >= shape.inWidth()) {
      return 0;
    }
    return x[base + (tap / kernel * shape.inHeight() + down) * shape.inWidth() + right];
  }

  private void flush(double[][] sums, int rowStart, int columnStart) {
    for (int c = 0; c < sums.length; c++) {
      double[] sum = sums[c];
      for (int i = 0; i < sum.length; i++) {
        int position = overPositions ? rowStart + i : columnStart + c;
        int channel = overPositions ? columnStart + c : rowStart + i;
        int image = position / positions;
        int at = (image * shape.outChannels() + channel) * positions + position % positions;
        out[at] += (long) sum[i] << shift;
        sum[i] = 0;
      }
    }
  }
}
