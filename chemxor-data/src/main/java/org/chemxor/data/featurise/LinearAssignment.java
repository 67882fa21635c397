package org.chemxor.data.featurise;

import java.util.Arrays;

/**
 * Assigns rows to columns, each row to one column and no column twice, at the least total cost, by
 * shortest augmenting paths with potentials. O(rows^2 columns) time.
 *
 * <p>Source: R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and sparse
 * linear assignment problems, Computing 38 (1987) 325 (the augmentation phase).
 */
final class LinearAssignment {
  private final double[][] cost;
  private final int columns;
  private final double[] rowPotential;
  private final double[] columnPotential;
  private final int[] rowOfColumn;
  private final int[] columnBefore;

  private LinearAssignment(double[][] cost, int columns) {
    this.cost = cost;
    this.columns = columns;
    this.rowPotential = new double[cost.length];
    this.columnPotential = new double[columns];
    this.rowOfColumn = new int[columns];
    this.columnBefore = new int[columns];
    Arrays.fill(rowOfColumn, -1);
  }

  /**
   * The cheapest assignment.
   *
   * @param cost finite costs {@code [row][column]}, all rows of the same length
   * @param columns at least as many as rows
   * @return the column of each row
   */
  static int[] solve(double[][] cost, int columns) {
    if (cost.length > columns) {
      throw new IllegalArgumentException(
          cost.length + " rows cannot have a column each, there are only " + columns);
    }
    LinearAssignment assignment = new LinearAssignment(cost, columns);
    for (int row = 0; row < cost.length; row++) {
      assignment.assign(row);
    }
    int[] columnOfRow = new int[cost.length];
    for (int column = 0; column < columns; column++) {
      if (assignment.rowOfColumn[column] >= 0) {
        columnOfRow[assignment.rowOfColumn[column]] = column;
      }
    }
    return columnOfRow;
  }

  /** Finds the shortest path from a new row to a free column and shifts the rows along it. */
  private void assign(int newRow) {
    double[] distance = new double[columns];
    boolean[] done = new boolean[columns];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int row = newRow;
    int column = -1;
    double reached = 0;
    do {
      int nearest = relax(row, column, reached, distance, done);
      reached = distance[nearest];
      done[nearest] = true;
      column = nearest;
      row = rowOfColumn[nearest];
    } while (row >= 0);
    updatePotentials(newRow, reached, distance, done);
    augment(column, newRow);
  }

  /** Shortens distances by paths through {@code row}; gives the nearest column not yet done. */
  private int relax(int row, int from, double reached, double[] distance, boolean[] done) {
    double[] costs = cost[row];
    double base = reached - rowPotential[row];
    int nearest = -1;
    for (int column = 0; column < columns; column++) {
      if (done[column]) {
        continue;
      }
      double through = base + costs[column] - columnPotential[column];
      if (through < distance[column]) {
        distance[column] = through;
        columnBefore[column] = from;
      }
      if (nearest < 0 || distance[column] < distance[nearest]) {
        nearest = column;
      }
    }
    return nearest;
  }

  /** Keeps reduced costs at or above zero and zero along assigned pairs. */
  private void updatePotentials(int newRow, double reached, double[] distance, boolean[] done) {
    rowPotential[newRow] += reached;
    for (int column = 0; column < columns; column++) {
      if (done[column] && rowOfColumn[column] >= 0) {
        double slack = reached - distance[column];
        columnPotential[column] -= slack;
        rowPotential[rowOfColumn[column]] += slack;
      }
    }
  }

  private void augment(int freeColumn, int newRow) {
    int column = freeColumn;
    while (columnBefore[column] >= 0) {
      rowOfColumn[column] = rowOfColumn[columnBefore[column]];
      column = columnBefore[column];
    }
    rowOfColumn[column] = newRow;
  }
}
