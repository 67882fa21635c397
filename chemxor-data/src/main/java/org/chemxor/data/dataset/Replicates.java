package org.chemxor.data.dataset;

import java.util.Arrays;

/** What becomes of several measurements of one molecule. */
public enum Replicates {
  /** The first row counts, the others are left out. */
  FIRST,
  /** The mean of all; of classes, the class of more than half of the rows. */
  MEAN,
  /** The median of all; of classes, the class of more than half of the rows. */
  MEDIAN;

  /**
   * One class of several, each known.
   *
   * @param classes at least one, in the order of the rows
   * @return NaN when there is no class of more than half of them; never for {@link #FIRST}
   */
  double ofClasses(double[] classes) {
    if (this == FIRST) {
      return classes[0];
    }
    double[] sorted = classes.clone();
    Arrays.sort(sorted);
    // A class of more than half of them stands in the middle.
    double middle = sorted[sorted.length / 2];
    long count = Arrays.stream(sorted).filter(c -> c == middle).count();
    return 2 * count > sorted.length ? middle : Double.NaN;
  }

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
