package org.chemxor.data.dataset;

import java.util.Arrays;

/** What becomes of several measurements of one molecule. */
public enum Replicates {
  /** The first row counts, the others are left out. */
  FIRST,
  /** The mean of all. */
  MEAN,
  /** The median of all. */
  MEDIAN;

  /**
   * One value of several, each known.
   *
   * @param values at least one, in the order of the rows
   */
  double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return switch (this) {
      case FIRST -> values[0];
      case MEAN -> Arrays.stream(values).average().orElseThrow();
      case MEDIAN -> sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    };
  }
}
