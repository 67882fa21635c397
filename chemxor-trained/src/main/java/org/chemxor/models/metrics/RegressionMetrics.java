package org.chemxor.models.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * How well predicted numbers fit known ones.
 *
 * @param count number of pairs, at least 1
 * @param mse mean squared error, in squared units of the target
 * @param mae mean absolute error, in units of the target
 * @param r2 coefficient of determination {@code 1 - sum (y - p)^2 / sum (y - mean y)^2}, at most 1;
 *     NaN when all targets are equal
 * @param pearson correlation of targets and predictions, -1 to 1; NaN when either is constant
 */
public record RegressionMetrics(int count, double mse, double mae, double r2, double pearson) {

  /**
   * Compares targets and predictions of the same order and length.
   *
   * @throws IllegalArgumentException when the lengths differ or are 0, or a value is not finite
   */
  public static RegressionMetrics of(double[] targets, double[] predictions) {
    requirePairs(targets, predictions);
    int n = targets.length;
    double meanTarget = mean(targets);
    double meanPrediction = mean(predictions);
    double squares = 0;
    double absolutes = 0;
    double targetVariance = 0;
    double predictionVariance = 0;
    double covariance = 0;
    for (int i = 0; i < n; i++) {
      double error = targets[i] - predictions[i];
      double target = targets[i] - meanTarget;
      double prediction = predictions[i] - meanPrediction;
      squares += error * error;
      absolutes += Math.abs(error);
      targetVariance += target * target;
      predictionVariance += prediction * prediction;
      covariance += target * prediction;
    }
    return new RegressionMetrics(
        n,
        squares / n,
        absolutes / n,
        targetVariance > 0 ? 1 - squares / targetVariance : Double.NaN,
        targetVariance > 0 && predictionVariance > 0
            ? covariance / Math.sqrt(targetVariance) / Math.sqrt(predictionVariance)
            : Double.NaN);
  }

  private static void requirePairs(double[] targets, double[] predictions) {
    if (targets.length != predictions.length || targets.length == 0) {
      throw new IllegalArgumentException(
          "metrics need as many predictions as targets and at least one, got "
              + predictions.length
              + " and "
              + targets.length);
    }
    for (int i = 0; i < targets.length; i++) {
      if (!Double.isFinite(targets[i]) || !Double.isFinite(predictions[i])) {
        throw new IllegalArgumentException(
            "pair " + i + " is " + targets[i] + ", " + predictions[i] + "; both must be finite");
      }
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Root of the mean squared error, in units of the target. */
  public double rmse() {
    return Math.sqrt(mse);
  }

  /** The finite metrics by name: count, mse, rmse, mae, r2, pearson. */
  public Map<String, Double> asMap() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("count", (double) count);
    metrics.put("mse", mse);
    metrics.put("rmse", rmse());
    metrics.put("mae", mae);
    metrics.put("r2", r2);
    metrics.put("pearson", pearson);
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }
}
