package org.chemxor.audit.attack;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The robust membership-inference attack: by how much the attacked model is more confident in a
 * compound than reference models are on average, and what share of a population it is ahead of in
 * that. Strong with one or two reference models.
 *
 * <p>Source: S. Zarifzadeh, P. Liu, R. Shokri, Low-Cost High-Power Membership Inference Attacks,
 * ICML 2024, algorithm 1: {@code LR(x) = p(x | model) / p(x)}, and the score is the share of {@code
 * z} with {@code LR(x) >= gamma LR(z)}. The population is that of all other compounds of the
 * observations. Online, {@code p(x)} is the mean of both sides; offline, only models that did not
 * learn from the compound are there, and {@code p(x) = ((1 + a) p_out(x) + (1 - a)) / 2}.
 */
public final class Rmia implements Attack {
  /** How much of the gap between the two sides is left at confident compounds. */
  public static final double STANDARD_A = 0.3;

  private static final double LOWEST_LOG = -700;

  private final boolean isOnline;
  private final double gamma;
  private final double a;

  private Rmia(boolean isOnline, double gamma, double a) {
    if (!(gamma >= 1) || !(a >= 0 && a <= 1)) {
      throw new IllegalArgumentException(
          "RMIA needs gamma of at least 1 and a from 0 to 1, got " + gamma + " and " + a);
    }
    this.isOnline = isOnline;
    this.gamma = gamma;
    this.a = a;
  }

  /** With reference models of both sides and gamma 1. */
  public static Rmia online() {
    return new Rmia(true, 1, STANDARD_A);
  }

  /** With models that did not learn from a compound only, gamma 1 and a 0.3. */
  public static Rmia offline() {
    return new Rmia(false, 1, STANDARD_A);
  }

  /**
   * The same with other constants.
   *
   * @param newGamma at least 1
   * @param newA from 0 to 1, for the offline attack
   */
  public Rmia with(double newGamma, double newA) {
    return new Rmia(isOnline, newGamma, newA);
  }

  @Override
  public String name() {
    return isOnline ? "RMIA online" : "RMIA offline";
  }

  @Override
  public double[] scores(Observations observations) {
    double[] ratios =
        IntStream.range(0, observations.size())
            .mapToDouble(
                i ->
                    observations.scale().logConfidence(observations.target(i))
                        - Math.log(expected(observations, i)))
            .toArray();
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    int others = Math.max(1, ratios.length - 1);
    boolean countsItself = gamma == 1;
    return Arrays.stream(ratios)
        .map(r -> (atMost(sorted, r - Math.log(gamma)) - (countsItself ? 1 : 0)) / (double) others)
        .toArray();
  }

  /** What {@code p(x)} is without knowing whether the model learned from the compound. */
  private double expected(Observations observations, int compound) {
    double out = mean(observations, compound, false);
    if (!isOnline) {
      return ((1 + a) * out + 1 - a) / 2;
    }
    return (mean(observations, compound, true) + out) / 2;
  }

  private static double mean(Observations observations, int compound, boolean isIn) {
    SignalScale scale = observations.scale();
    return Arrays.stream(observations.references(compound, isIn))
        .map(s -> Math.exp(Math.max(LOWEST_LOG, scale.logConfidence(s))))
        .average()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no reference model "
                        + (isIn ? "learned from" : "was kept from")
                        + " compound "
                        + compound
                        + "; train more of them"));
  }

  /** How many of the sorted values are at most {@code limit}. */
  private static int atMost(double[] sorted, double limit) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
