package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.models.privacy.NoisySum;
import org.chemxor.models.privacy.PrivacySettings;

/**
 * Gradient descent on all rows at once, each row's gradient clipped, noise on their sum: linear
 * models of given features, the squared error or the logistic loss of each output. What is kept is
 * the mean over the second half of the steps.
 */
final class PrivateDescent {
  private static final double STEP = 0.05;
  private static final double MOMENTUM = 0.9;

  private final PrivacySettings privacy;
  private final boolean isLogistic;
  private final Random random;

  /**
   * @param privacy with a rate of 1: every row takes part in every step
   * @param isLogistic whether targets are 0 and 1 and outputs log-odds
   */
  PrivateDescent(PrivacySettings privacy, boolean isLogistic, Random random) {
    this.privacy = privacy;
    this.isLogistic = isLogistic;
    this.random = random;
  }

  /**
   * Fits.
   *
   * @param features {@code [row][feature]}, at least one row
   * @param targets {@code [row][output]}, NaN where one is missing
   * @return {@code [output][feature]}
   */
  double[][] fit(float[][] features, double[][] targets) {
    int outputs = targets[0].length;
    int size = features[0].length;
    double[] weights = new double[outputs * size];
    double[] velocity = new double[weights.length];
    double[] sum = new double[weights.length];
    // As a prior: noise of this deviation is what a weight without any signal would follow.
    double penalty = privacy.noise() * privacy.clip() / features.length;
    long kept = (privacy.steps() + 1) / 2;
    for (long step = 1; step <= privacy.steps(); step++) {
      float[] gradient = gradient(features, targets, weights);
      for (int i = 0; i < weights.length; i++) {
        velocity[i] = MOMENTUM * velocity[i] + gradient[i] + penalty * weights[i];
        weights[i] -= STEP * velocity[i];
        sum[i] += step > privacy.steps() - kept ? weights[i] / kept : 0;
      }
    }
    double[][] fitted = new double[outputs][];
    Arrays.setAll(fitted, o -> Arrays.copyOfRange(sum, o * size, (o + 1) * size));
    return fitted;
  }

  private float[] gradient(float[][] features, double[][] targets, double[] weights) {
    NoisySum noisy = new NoisySum(privacy, features.length, random);
    float[] own = new float[weights.length];
    List<float[]> parts = List.of(own);
    for (int row = 0; row < features.length; row++) {
      fillGradient(features[row], targets[row], weights, own);
      noisy.add(parts);
    }
    return noisy.noisyMean(0, weights.length);
  }

  private void fillGradient(float[] features, double[] targets, double[] weights, float[] own) {
    for (int o = 0; o < targets.length; o++) {
      int start = o * features.length;
      double error = error(features, targets[o], weights, start);
      for (int i = 0; i < features.length; i++) {
        own[start + i] = (float) (error * features[i]);
      }
    }
  }

  /** The derivative of a row's loss by an output; 0 where its target is missing. */
  private double error(float[] features, double target, double[] weights, int start) {
    if (Double.isNaN(target)) {
      return 0;
    }
    double output = 0;
    for (int i = 0; i < features.length; i++) {
      output += weights[start + i] * features[i];
    }
    return (isLogistic ? Calibration.probability(output) : output) - target;
  }
}
