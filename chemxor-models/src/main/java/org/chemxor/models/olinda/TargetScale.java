package org.chemxor.models.olinda;

import java.util.Arrays;
import org.chemxor.core.InvalidInputException;

/**
 * Standardisation of the value to learn: the network is trained on {@code (y - mean) / deviation}.
 *
 * @param mean in the target's units
 * @param deviation standard deviation in the target's units, above zero
 */
public record TargetScale(double mean, double deviation) {
  /** No change: for classification. */
  public static final TargetScale NONE = new TargetScale(0, 1);

  /** Checks that both are finite and the deviation is positive. */
  public TargetScale {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "a target scale needs a finite mean and a positive deviation, got "
              + mean
              + " and "
              + deviation);
    }
  }

  /**
   * Mean and population standard deviation of {@code targets}; NaN stands for none.
   *
   * @throws InvalidInputException when all targets are equal: there is nothing to learn
   */
  public static TargetScale of(double[] targets) {
    double[] known = Arrays.stream(targets).filter(y -> !Double.isNaN(y)).toArray();
    double mean = Arrays.stream(known).average().orElse(0);
    double variance = Arrays.stream(known).map(y -> (y - mean) * (y - mean)).average().orElse(0);
    if (!(variance > 0)) {
      throw new InvalidInputException(
          "all "
              + known.length
              + " training targets are "
              + mean
              + "; there is nothing to learn. Check the target column.");
    }
    return new TargetScale(mean, Math.sqrt(variance));
  }

  /** The value the network is trained on. */
  public double standardize(double target) {
    return (target - mean) / deviation;
  }

  /** The value in the target's units. */
  public double restore(double output) {
    return mean + deviation * output;
  }
}
