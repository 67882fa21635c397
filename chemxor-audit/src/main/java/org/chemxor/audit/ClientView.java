package org.chemxor.audit;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * What a client sees of a model's outputs.
 *
 * @param name in reports
 * @param deviation of Gaussian noise on every output, at least 0
 * @param decimals that answers are rounded to; negative for none
 * @param showsActivations whether the last activations are seen, too
 */
public record ClientView(String name, double deviation, int decimals, boolean showsActivations) {
  private static final int NOT_ROUNDED = -1;
  private static final int MOST_DECIMALS = 12;

  /** Checks the numbers. */
  public ClientView {
    if (!(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "the deviation of noise is a number from 0 on, got " + deviation);
    }
    if (decimals > MOST_DECIMALS) {
      throw new IllegalArgumentException(
          "answers are rounded to at most " + MOST_DECIMALS + " decimals, got " + decimals);
    }
  }

  /** The outputs as they are. */
  public static ClientView exact() {
    return new ClientView("exact answers", 0, NOT_ROUNDED, false);
  }

  /**
   * The outputs and, as far as a plan discloses them, the activations that enter the last layer.
   */
  public static ClientView withActivations(String name, double deviation) {
    return new ClientView(name, deviation, NOT_ROUNDED, true);
  }

  /** The outputs with noise, such as that of encryption. */
  public static ClientView noisy(String name, double deviation) {
    return new ClientView(name, deviation, NOT_ROUNDED, false);
  }

  /** The outputs rounded to a number of decimals, 0 to 12. */
  public static ClientView rounded(int decimals) {
    if (decimals < 0) {
      throw new IllegalArgumentException(
          "answers are rounded to 0 to " + MOST_DECIMALS + " decimals, got " + decimals);
    }
    return new ClientView("rounded to " + decimals + " decimals", 0, decimals, false);
  }

  /** Outputs {@code [compound][output]} as the client sees them. */
  UnaryOperator<double[][]> seen(long seed) {
    Random random = new Random(seed);
    double step = Math.pow(10, -decimals);
    return outputs ->
        Arrays.stream(outputs)
            .map(
                row ->
                    Arrays.stream(row)
                        .map(v -> deviation == 0 ? v : v + deviation * random.nextGaussian())
                        .map(v -> decimals < 0 ? v : Math.rint(v / step) * step)
                        .toArray())
            .toArray(double[][]::new);
  }
}
