package org.chemxor.audit.attack;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The likelihood-ratio attack: reference models tell how confident a model is in a compound that it
 * learned from, and in one that it did not; both are taken as Gaussians, one pair a compound.
 *
 * <p>With fewer than {@value #MODELS_FOR_VARIANCES} reference models a side the variance of one
 * compound cannot be told from so few numbers; all compounds then share the mean of the variances.
 *
 * <p>Source: N. Carlini, S. Chien, M. Nasr, S. Song, A. Terzis, F. Tramer, Membership Inference
 * Attacks From First Principles, IEEE S&amp;P 2022, algorithm 1 and section VI.
 */
public final class Lira implements Attack {
  /** Fewest models on a side for variances of its own for each compound. */
  public static final int MODELS_FOR_VARIANCES = 16;

  private static final double LEAST_VARIANCE = 1e-12;

  private final boolean isOnline;

  private Lira(boolean isOnline) {
    this.isOnline = isOnline;
  }

  /** Scores by {@code log N_in(signal) - log N_out(signal)}; needs models of both sides. */
  public static Lira online() {
    return new Lira(true);
  }

  /**
   * Scores by how many deviations the signal is above those of models that did not learn from the
   * compound, which an attacker can train before it is known what to ask about.
   */
  public static Lira offline() {
    return new Lira(false);
  }

  @Override
  public String name() {
    return isOnline ? "LiRA online" : "LiRA offline";
  }

  @Override
  public double[] scores(Observations observations) {
    Side out = Side.of(observations, false);
    Side in = isOnline ? Side.of(observations, true) : out;
    return IntStream.range(0, observations.size())
        .mapToDouble(
            i -> {
              double signal = observations.target(i);
              return isOnline
                  ? in.logDensity(i, signal) - out.logDensity(i, signal)
                  : out.deviations(i, signal);
            })
        .toArray();
  }

  /**
   * Gaussians of one side.
   *
   * @param means one for each compound
   * @param variances one for each compound, above 0
   */
  private record Side(double[] means, double[] variances) {
    static Side of(Observations observations, boolean isIn) {
      int size = observations.size();
      double[] means = new double[size];
      double[] sums = new double[size];
      int[] counts = new int[size];
      for (int i = 0; i < size; i++) {
        double[] signals = observations.references(i, isIn);
        if (signals.length == 0) {
          throw new IllegalArgumentException(
              "no reference model "
                  + (isIn ? "learned from" : "was kept from")
                  + " compound "
                  + i
                  + "; train more of them");
        }
        double mean = Arrays.stream(signals).average().orElseThrow();
        means[i] = mean;
        counts[i] = signals.length;
        sums[i] = Arrays.stream(signals).map(s -> (s - mean) * (s - mean)).sum();
      }
      return new Side(means, variances(sums, counts));
    }

    /** Unbiased, of each compound or, with few models, of all together. */
    private static double[] variances(double[] sums, int[] counts) {
      double[] variances = new double[sums.length];
      if (Arrays.stream(counts).min().orElseThrow() >= MODELS_FOR_VARIANCES) {
        Arrays.setAll(variances, i -> Math.max(LEAST_VARIANCE, sums[i] / (counts[i] - 1)));
        return variances;
      }
      int degrees = Arrays.stream(counts).sum() - counts.length;
      double pooled = degrees == 0 ? 1 : Arrays.stream(sums).sum() / degrees;
      Arrays.fill(variances, Math.max(LEAST_VARIANCE, pooled));
      return variances;
    }

    double deviations(int compound, double signal) {
      return (signal - means[compound]) / Math.sqrt(variances[compound]);
    }

    double logDensity(int compound, double signal) {
      double z = deviations(compound, signal);
      return -0.5 * (z * z + Math.log(2 * Math.PI * variances[compound]));
    }
  }
}
