package org.chemxor.ckks.jvm.arithmetic;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The matrices in which transforms of one length work, handed from transform to transform. Grows to
 * what the threads use at the same time; contents of taken ones are arbitrary.
 */
public final class ScratchPool {
  /**
   * The elements of a vector as a matrix, and as its transpose.
   *
   * @param byRow [row][column]
   * @param byColumn [column][row]
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Scratch(double[][] byRow, double[][] byColumn) {}

  private final int rows;
  private final int columns;
  private final Deque<Scratch> free = new ArrayDeque<>();

  /**
   * For vectors of length N: as many columns as rows, or twice as many.
   *
   * @param n a power of two
   */
  public ScratchPool(int n) {
    this.rows = 1 << (Integer.numberOfTrailingZeros(n) / 2);
    this.columns = n / rows;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  Scratch take() {
    synchronized (this) {
      if (!free.isEmpty()) {
        return free.pop();
      }
    }
    return new Scratch(new double[rows][columns], new double[columns][rows]);
  }

  public synchronized void give(Scratch scratch) {
    free.push(scratch);
  }

  /** Overwrites all that are not in use. */
  public synchronized void wipe() {
    for (Scratch scratch : free) {
      for (double[] row : scratch.byRow()) {
        Arrays.fill(row, 0);
      }
      for (double[] column : scratch.byColumn()) {
        Arrays.fill(column, 0);
      }
    }
  }
}
