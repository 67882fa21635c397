package org.chemxor.models.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The sum of clipped gradients of the rows of one step, with noise: what a step may know of the
 * data. Its mean is over the expected number of rows, for the actual one is secret.
 */
public final class NoisySum {
  private final PrivacySettings privacy;
  private final int expectedRows;
  private final Random random;
  private final List<double[]> sums = new ArrayList<>();

  /**
   * A sum of no rows yet.
   *
   * @param privacy whose clip and noise it keeps to
   * @param expectedRows in a step, at least 1
   * @param random of the noise; one that can be guessed hides nothing
   */
  public NoisySum(PrivacySettings privacy, int expectedRows, Random random) {
    this.privacy = privacy;
    this.expectedRows = expectedRows;
    this.random = random;
  }

  /**
   * Adds one row's gradient, scaled down where its norm is larger than allowed.
   *
   * @param gradient by parameter
   * @throws ArithmeticException when it is not finite: the weights have grown beyond all numbers
   */
  public void add(List<float[]> gradient) {
    double square = 0;
    for (float[] part : gradient) {
      for (float value : part) {
        square += (double) value * value;
      }
    }
    double norm = Math.sqrt(square);
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException("a gradient is not finite");
    }
    double factor = 1 / Math.max(1, norm / privacy.clip());
    for (int p = 0; p < gradient.size(); p++) {
      double[] sum = sum(p, gradient.get(p).length);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * gradient.get(p)[i];
      }
    }
  }

  private double[] sum(int parameter, int size) {
    while (sums.size() <= parameter) {
      sums.add(new double[size]);
    }
    return sums.get(parameter);
  }

  /**
   * The mean gradient with its noise.
   *
   * @param parameter its number
   * @param size how many numbers it has
   */
  public float[] noisyMean(int parameter, int size) {
    double[] sum = sums.size() > parameter ? sums.get(parameter) : new double[size];
    float[] mean = new float[size];
    double deviation = privacy.noise() * privacy.clip();
    for (int i = 0; i < size; i++) {
      mean[i] = (float) ((sum[i] + deviation * random.nextGaussian()) / expectedRows);
    }
    return mean;
  }
}
