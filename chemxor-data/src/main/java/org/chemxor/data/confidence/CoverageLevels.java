package org.chemxor.data.confidence;

import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;

/** How often a statement about a prediction is to be right. */
public final class CoverageLevels {
  /** The levels that models are calibrated for, ascending. */
  public static final List<Double> ALL = List.of(0.8, 0.9, 0.95);

  /** What is shown unless another level is asked for. */
  public static final double STANDARD = 0.9;

  private CoverageLevels() {}

  /**
   * The position of a level.
   *
   * @throws InvalidInputException when models are not calibrated for it
   */
  public static int index(double level) {
    int index = ALL.indexOf(level);
    if (index < 0) {
      throw new InvalidInputException(
          "intervals are known for the coverages " + ALL + ", not for " + level);
    }
    return index;
  }

  /**
   * The split-conformal threshold: of {@code n} exchangeable scores and one more, the new one is at
   * most the k-th smallest, {@code k = ceil((n + 1) level)}, with a probability of at least {@code
   * level} (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005).
   *
   * @param scores of the calibration samples, larger for stranger ones
   * @return infinite when there are too few scores to promise anything
   */
  static double threshold(double[] scores, double level) {
    // The sum of a decimal fraction's rounding must not push a whole number up to the next one.
    int k = (int) Math.ceil((scores.length + 1) * level - 1e-9);
    if (k > scores.length) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted[k - 1];
  }
}
