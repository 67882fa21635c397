package org.chemxor.audit.attack;

/**
 * How confident a model is in what is known of a compound: one number, larger for compounds that it
 * fits better.
 */
public final class Signals {
  private Signals() {}

  /**
   * The logit of the known class's probability, {@code log(p / (1 - p))} for {@code p} the softmax
   * of the scores, computed without ever forming {@code 1 - p} (section IV-C of Carlini et al.,
   * Membership Inference Attacks From First Principles, IEEE S&amp;P 2022).
   *
   * @param scores one for each class, at least two, finite
   * @param known index of the known class
   * @throws IllegalArgumentException when there is no such class or a score is not finite
   */
  public static double ofClass(double[] scores, int known) {
    if (scores.length < 2 || known < 0 || known >= scores.length) {
      throw new IllegalArgumentException(
          "class " + known + " is none of " + scores.length + "; two or more are needed");
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < scores.length; c++) {
      requireFinite(scores[c]);
      largest = c == known ? largest : Math.max(largest, scores[c]);
    }
    double others = 0;
    for (int c = 0; c < scores.length; c++) {
      others += c == known ? 0 : Math.exp(scores[c] - largest);
    }
    return scores[known] - largest - Math.log(others);
  }

  /**
   * The negative absolute error in units of {@code scale}.
   *
   * @param scale above 0, such as the typical error on compounds a model has not seen
   * @return at most 0
   * @throws IllegalArgumentException when the scale is not above 0 or a number is not finite
   */
  public static double ofValue(double predicted, double known, double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("the scale of errors is " + scale + ", not above 0");
    }
    requireFinite(predicted);
    requireFinite(known);
    return -Math.abs(predicted - known) / scale;
  }

  private static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a model's output or a known value is " + value);
    }
  }
}
