package org.chemxor.ckks;

/**
 * A matrix of integer weights for linear combinations of ciphertexts, where each number is one
 * weight for all slots: one molecule per slot, one ciphertext per feature. A weight stands for the
 * number {@code weight / scale}. Immutable; shared by all threads.
 */
public final class ScalarMatrix {
  /** Largest magnitude of a weight: sums of 256 products stay exact in a double. */
  public static final int MAX_WEIGHT = 1 << 20;

  /** Rows of one panel. */
  public static final int PANEL_ROWS = 8;

  private final int rows;
  private final int columns;
  private final double scale;
  private final int largest;

  /** By panel of eight rows, by column, by row of the panel; missing rows are zero. */
  private final double[] panels;

  private ScalarMatrix(int[][] weights, double scale) {
    this.rows = weights.length;
    this.columns = weights[0].length;
    this.scale = scale;
    int panelCount = (rows + PANEL_ROWS - 1) / PANEL_ROWS;
    this.panels = new double[panelCount * columns * PANEL_ROWS];
    int most = 0;
    for (int row = 0; row < rows; row++) {
      if (weights[row].length != columns) {
        throw new CkksException(
            "row " + row + " has " + weights[row].length + " weights, row 0 has " + columns);
      }
      for (int column = 0; column < columns; column++) {
        int weight = weights[row][column];
        if (Math.abs((long) weight) > MAX_WEIGHT) {
          throw new CkksException(
              "weights may be " + MAX_WEIGHT + " at most, got " + weight + ": lower the scale");
        }
        most = Math.max(most, Math.abs(weight));
        panels[index(row, column)] = weight;
      }
    }
    this.largest = most;
  }

  /**
   * A matrix of integers.
   *
   * @param weights by row (result) and column (operand); at least one of each; copied
   * @param scale what the weights have been multiplied by, at least 1
   * @throws CkksException when rows differ in length or a weight exceeds {@link #MAX_WEIGHT}
   */
  public static ScalarMatrix of(int[][] weights, double scale) {
    if (weights.length == 0 || weights[0].length == 0) {
      throw new CkksException("a matrix needs at least one row and one column");
    }
    if (!(scale >= 1 && scale < 0x1p100)) {
      throw new CkksException("the scale must be from 1 to 2^100, got " + scale);
    }
    return new ScalarMatrix(weights, scale);
  }

  /** Number of results. */
  public int rows() {
    return rows;
  }

  /** Number of operands. */
  public int columns() {
    return columns;
  }

  /** What the weights have been multiplied by. */
  public double scale() {
    return scale;
  }

  /** The largest magnitude of a weight. */
  public int largestWeight() {
    return largest;
  }

  /**
   * The largest sum of the magnitudes of consecutive weights of a row: how far a sum of so many
   * products can get.
   *
   * @param count how many weights, at least 1
   */
  public long largestSum(int count) {
    long most = 0;
    for (int row = 0; row < rows; row++) {
      long sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += Math.abs(weight(row, column));
        sum -= column >= count ? Math.abs(weight(row, column - count)) : 0;
        most = Math.max(most, sum);
      }
    }
    return most;
  }

  /** One weight. */
  public int weight(int row, int column) {
    return (int) panels[index(row, column)];
  }

  private int index(int row, int column) {
    return panelOffset(row / PANEL_ROWS, column) + row % PANEL_ROWS;
  }

  /**
   * The weights as engines read them: panels of {@value #PANEL_ROWS} rows, column after column, the
   * rows beyond the last one zero. Not a copy; never written.
   */
  public double[] panels() {
    return panels;
  }

  /** Where a column of a panel starts in {@link #panels}. */
  public int panelOffset(int panel, int column) {
    return (panel * columns + column) * PANEL_ROWS;
  }

  @Override
  public String toString() {
    return "ScalarMatrix[" + rows + " x " + columns + ", scale=" + scale + "]";
  }
}
