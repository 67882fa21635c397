package org.chemxor.audit.curve;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A confidence interval.
 *
 * @param low its lower end
 * @param high its upper end, at least {@code low}
 */
public record Interval(double low, double high) {
  /** Confidence of the intervals in reports. */
  public static final double CONFIDENCE = 0.95;

  /** Checks the order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from " + low + " to " + high);
    }
  }

  /**
   * The exact interval of a probability of which {@code hits} of {@code trials} were seen: its ends
   * are quantiles of beta distributions.
   *
   * <p>Source: C. Clopper, E. Pearson, The Use of Confidence or Fiducial Limits Illustrated in the
   * Case of the Binomial, Biometrika 26 (1934) 404.
   *
   * @param hits from 0 to {@code trials}
   * @param trials at least 0; without any the interval is from 0 to 1
   * @param confidence above 0 and below 1
   */
  public static Interval clopperPearson(int hits, int trials, double confidence) {
    if (hits < 0 || hits > trials || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          hits + " of " + trials + " hits with confidence " + confidence);
    }
    double tail = (1 - confidence) / 2;
    double low =
        hits == 0
            ? 0
            : BetaDistribution.of(hits, trials - hits + 1).inverseCumulativeProbability(tail);
    double high =
        hits == trials
            ? 1
            : BetaDistribution.of(hits + 1, trials - hits).inverseSurvivalProbability(tail);
    return new Interval(low, high);
  }

  /** Whether a value lies in it, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
