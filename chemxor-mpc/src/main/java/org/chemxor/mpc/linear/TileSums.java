package org.chemxor.mpc.linear;

/**
 * The sums of one tile of a product. Rows of one operand are loaded {@link TiledProduct#PANEL_ROWS}
 * at a time and multiplied with numbers of the other one. All kinds give the same sums modulo 2^64
 * where their ranges allow.
 */
interface TileSums {
  /** Makes the sums of a tile. */
  @FunctionalInterface
  interface Factory {
    /**
     * Sums that are 0.
     *
     * @param columns of the tile
     * @param length of a column
     * @param windowsInPanel whether the panel holds the input's windows and the factors are
     *     weights, or the other way round
     */
    TileSums make(int columns, int length, boolean windowsInPanel);
  }

  /** Takes the next rows; they stay as they are until the next call. */
  void load(long[][] panel);

  /** Adds each row times its factor to the sums of {@code column}. */
  void add(int column, long[] factors);

  /** The sums of {@code column} so far; called at the end. */
  long[] sums(int column);
}
