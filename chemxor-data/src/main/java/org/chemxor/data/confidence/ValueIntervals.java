package org.chemxor.data.confidence;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Intervals round predicted values, equally wide for all molecules: plus or minus the conformal
 * quantile of the absolute errors on the validation part. A molecule that is exchangeable with
 * those has its value inside with at least the stated probability, whatever the model.
 *
 * @param calibrated number of validation molecules
 * @param halfWidths for each of {@link CoverageLevels#ALL}, in units of the target, at least 0;
 *     infinite when there were too few molecules
 */
public record ValueIntervals(int calibrated, List<Double> halfWidths) implements TargetConfidence {
  /** Copies the list and checks it. */
  public ValueIntervals {
    halfWidths = List.copyOf(halfWidths);
    if (calibrated < 0
        || halfWidths.size() != CoverageLevels.ALL.size()
        || !halfWidths.stream().allMatch(width -> width >= 0)) {
      throw new IllegalArgumentException(
          "intervals need a width of at least 0 for each of "
              + CoverageLevels.ALL
              + ", got "
              + halfWidths);
    }
  }

  /**
   * Calibrates intervals.
   *
   * @param known values that the model has not learned from; NaN where there is none
   * @param predicted the model's values for the same molecules
   * @throws IllegalArgumentException when the lengths differ
   */
  public static ValueIntervals calibrated(double[] known, double[] predicted) {
    if (known.length != predicted.length) {
      throw new IllegalArgumentException(
          known.length + " known values for " + predicted.length + " predicted ones");
    }
    double[] errors =
        IntStream.range(0, known.length)
            .filter(i -> !Double.isNaN(known[i]))
            .mapToDouble(i -> Math.abs(known[i] - predicted[i]))
            .toArray();
    return new ValueIntervals(
        errors.length,
        CoverageLevels.ALL.stream().map(level -> CoverageLevels.threshold(errors, level)).toList());
  }

  /** Half the width of the interval that is right with a probability of {@code level}. */
  public double halfWidth(double level) {
    return halfWidths.get(CoverageLevels.index(level));
  }
}
