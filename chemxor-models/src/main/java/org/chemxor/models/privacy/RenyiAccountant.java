package org.chemxor.models.privacy;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What Gaussian noise on sums over random samples of the data discloses: Rényi differential privacy
 * of the Poisson-sampled Gaussian mechanism (Mironov, Talwar, Zhang, arXiv:1908.10530), composed
 * over steps and turned into epsilon at a delta (Canonne, Kamath, Steinke, arXiv:2004.00010,
 * proposition 12). Two data sets are neighbours when one has a row more than the other.
 *
 * <p>With rate q, noise multiplier s and order a, one step has a divergence of {@code log A / (a -
 * 1)} with {@code A = E[(1 - q + q exp((2 z - 1) / (2 s^2)))^a]} over {@code z ~ N(0, s^2)}. A is
 * summed by the trapezoidal rule, in logarithms: for such integrands its error falls exponentially
 * with the number of points, and what is left is that of rounding.
 */
public final class RenyiAccountant {
  /** Orders tried: dense where epsilons that people use have their best one. */
  private static final double[] ORDERS =
      DoubleStream.concat(
              IntStream.range(11, 110).mapToDouble(i -> i / 10.0),
              DoubleStream.of(
                  11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64, 96, 128, 256, 512))
          .toArray();

  private static final double STEPS_PER_DEVIATION = 24;
  private static final double DEVIATIONS = 14;
  private static final double LARGEST_NOISE = 1e4;

  private RenyiAccountant() {}

  /**
   * The Rényi divergence of one step.
   *
   * @param rate q: the chance of each row to be in a step's sample, from 0 to 1
   * @param noise s: standard deviation of the noise in units of the largest row's norm, above 0
   * @param order a, above 1
   */
  public static double divergence(double rate, double noise, double order) {
    require(rate >= 0 && rate <= 1, "the sampling rate is " + rate + ", it is from 0 to 1");
    require(noise > 0, "the noise multiplier is " + noise + ", it must be above 0");
    require(order > 1, "the order is " + order + ", it must be above 1");
    if (rate == 0) {
      return 0;
    }
    if (rate == 1) {
      return order / (2 * noise * noise);
    }
    // The integrand is a mixture of Gaussians around 0 ... a, seen through that of z.
    double least = -DEVIATIONS * noise;
    double most = order + DEVIATIONS * noise;
    int points = (int) Math.ceil((most - least) / noise * STEPS_PER_DEVIATION);
    double step = (most - least) / points;
    double[] logs = new double[points + 1];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= points; i++) {
      double z = least + i * step;
      double ratio = logSum(Math.log1p(-rate), Math.log(rate) + (2 * z - 1) / (2 * noise * noise));
      logs[i] = order * ratio - z * z / (2 * noise * noise);
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    double logA = largest + Math.log(sum * step / (noise * Math.sqrt(2 * Math.PI)));
    return Math.max(0, logA) / (order - 1);
  }

  /** log(exp a + exp b). */
  private static double logSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }

  /**
   * The epsilon at a delta after some steps, the least over all orders tried.
   *
   * @param rate as in {@link #divergence}
   * @param noise likewise
   * @param steps that many, at least 1
   * @param delta chance with which epsilon may not hold, above 0 and below 1
   */
  public static double epsilon(double rate, double noise, long steps, double delta) {
    require(steps >= 1, "there are " + steps + " steps, at least 1 is expected");
    require(delta > 0 && delta < 1, "delta is " + delta + ", it is above 0 and below 1");
    double least = Double.POSITIVE_INFINITY;
    for (double order : ORDERS) {
      least = Math.min(least, epsilon(steps * divergence(rate, noise, order), order, delta));
    }
    return least;
  }

  /**
   * The epsilon of a divergence of one order, at least 0.
   *
   * @param divergence of all steps together
   */
  static double epsilon(double divergence, double order, double delta) {
    double epsilon =
        divergence + Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1);
    return Math.max(0, epsilon);
  }

  /**
   * The least noise, to a part in 10^6, that keeps to an epsilon.
   *
   * @throws IllegalArgumentException when no noise up to 10^4 does, since delta or epsilon is too
   *     small
   */
  public static double noise(double rate, long steps, double epsilon, double delta) {
    require(epsilon > 0, "epsilon is " + epsilon + ", it must be above 0");
    double most = 1;
    while (epsilon(rate, most, steps, delta) > epsilon) {
      most *= 2;
      require(
          most <= LARGEST_NOISE,
          "no noise keeps " + steps + " steps to epsilon " + epsilon + " at delta " + delta);
    }
    double least = most / 2;
    while (epsilon(rate, least, steps, delta) <= epsilon) {
      most = least;
      least /= 2;
    }
    while (most - least > 1e-6 * most) {
      double middle = (least + most) / 2;
      if (epsilon(rate, middle, steps, delta) > epsilon) {
        least = middle;
      } else {
        most = middle;
      }
    }
    return most;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
