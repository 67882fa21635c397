package org.chemxor.mpc.linear;

import java.util.Arrays;

/**
 * A convolution over the ring, blocked as a matrix product of weights {@code [outputs][taps]} with
 * the input's windows {@code [taps][positions]}: for each tile of outputs, a panel of {@value
 * #PANEL_ROWS} rows that stays in the first-level cache is multiplied into sums that stay in the
 * second.
 *
 * <p>Rows run over the positions where there are many, over the outputs where there are few (the
 * last layers), so that the innermost loop is long either way. Tiles write disjoint outputs and may
 * run in parallel. What the numbers are multiplied with is the {@link TileSums}'.
 */
final class TiledProduct {
  static final int PANEL_ROWS = 12;
  private static final int ROW = 256;
  private static final int TILE_COLUMNS = 64;
  private static final int FEW_POSITIONS = 100;

  private final ConvolutionShape shape;
  private final long[] weights;
  private final long[] x;
  private final long[] out;
  private final TileSums.Factory sums;
  private final int positions;
  private final boolean overPositions;
  private final int rows;
  private final int columns;

  /**
   * @param sums makes the sums of a tile
   * @param out receives the sums, added to what is there
   */
  TiledProduct(
      ConvolutionShape shape,
      int batch,
      long[] weights,
      long[] x,
      long[] out,
      TileSums.Factory sums) {
    this.shape = shape;
    this.weights = weights;
    this.x = x;
    this.out = out;
    this.sums = sums;
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
    long[][] panel = new long[PANEL_ROWS][length];
    TileSums tileSums = sums.make(width, length, overPositions);
    long[] factors = new long[PANEL_ROWS];
    int[] bases = bases(overPositions ? rowStart : columnStart, overPositions ? length : width);
    for (int tap = 0; tap < shape.taps(); tap += PANEL_ROWS) {
      fillPanel(panel, tap, rowStart, length, bases);
      tileSums.load(panel);
      for (int c = 0; c < width; c++) {
        fillFactors(factors, tap, columnStart + c, bases.length > c ? bases[c] : 0);
        tileSums.add(c, factors);
      }
    }
    for (int c = 0; c < width; c++) {
      put(tileSums.sums(c), rowStart, columnStart + c);
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

  private void fillPanel(long[][] panel, int tap, int rowStart, int length, int[] bases) {
    int there = Math.min(PANEL_ROWS, shape.taps() - tap);
    for (int r = there; r < PANEL_ROWS; r++) {
      Arrays.fill(panel[r], 0);
    }
    if (overPositions) {
      for (int r = 0; r < there; r++) {
        fillWindowRow(panel[r], tap + r, rowStart, bases);
      }
      return;
    }
    for (int i = 0; i < length; i++) {
      int from = (rowStart + i) * shape.taps() + tap;
      for (int r = 0; r < there; r++) {
        panel[r][i] = weights[from + r];
      }
    }
  }

  private void fillWindowRow(long[] row, int tap, int start, int[] bases) {
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

  private void fillFactors(long[] factors, int tap, int column, int base) {
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

  private long cell(int tap, int position, int base) {
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

  private void put(long[] sum, int rowStart, int column) {
    if (overPositions) {
      int i = 0;
      while (i < sum.length) {
        int image = (rowStart + i) / positions;
        int position = (rowStart + i) % positions;
        int end = Math.min(sum.length, i + positions - position);
        int at = (image * shape.outChannels() + column) * positions + position - i;
        for (; i < end; i++) {
          out[at + i] += sum[i];
        }
      }
      return;
    }
    int at = column / positions * shape.outChannels() * positions + column % positions;
    for (int i = 0; i < sum.length; i++) {
      out[at + (rowStart + i) * positions] += sum[i];
    }
  }
}
