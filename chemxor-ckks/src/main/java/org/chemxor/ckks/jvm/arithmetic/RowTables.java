package org.chemxor.ckks.jvm.arithmetic;

import java.util.Arrays;

/**
 * Twiddle factors for {@link RowTransform}, which sees the N elements as a matrix of {@link #rows}
 * by {@link #columns}, element r columns + c in row r: levels above the rows have one factor for a
 * pair of rows, levels inside them one for each row.
 */
final class RowTables {
  private final int rows;
  private final int columns;
  private final Factors forward;
  private final Factors inverse;
  private final ScratchPool scratch;

  /**
   * Factors of one direction. With m + i the node of a factor: {@code row[m + i]} for m below the
   * number of rows; {@code column[m + i][r]} is that of node {@code rows m + r m + i}, the i-th of
   * m below row r. Those over p are the same times 1/p.
   */
  record Factors(double[] row, double[] rowOverP, double[][] column, double[][] columnOverP) {}

  RowTables(NttTables tables, ScratchPool scratch) {
    this.rows = scratch.rows();
    this.columns = scratch.columns();
    this.forward = factors(tables, tables.forward());
    this.inverse = factors(tables, tables.inverse());
    this.scratch = scratch;
  }

  private Factors factors(NttTables tables, double[] w) {
    double[] overP = tables.overP(w);
    return new Factors(
        Arrays.copyOf(w, rows), Arrays.copyOf(overP, rows), byColumn(w), byColumn(overP));
  }

  private double[][] byColumn(double[] w) {
    double[][] result = new double[columns][rows];
    for (int m = 1; m < columns; m *= 2) {
      for (int i = 0; i < m; i++) {
        for (int r = 0; r < rows; r++) {
          result[m + i][r] = w[rows * m + r * m + i];
        }
      }
    }
    return result;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  Factors forward() {
    return forward;
  }

  Factors inverse() {
    return inverse;
  }

  /** Matrices to work in. */
  ScratchPool scratch() {
    return scratch;
  }
}
