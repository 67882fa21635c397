package org.chemxor.models.privacy;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a training that keeps rows private promises, and how it gets there.
 *
 * @param epsilon how much more likely any outcome may be with a row than without it, as a power of
 *     e: above 0; up to about 1 strong, 8 usual, far above weak
 * @param delta chance with which that may not hold, above 0; below one over the number of rows
 * @param clip the largest norm of one row's gradient, above 0
 * @param noise standard deviation of the noise on a step's sum of gradients, in units of {@code
 *     clip}
 * @param rate chance of each row to be in a step's sample
 * @param steps of the training
 */
public record PrivacySettings(
    double epsilon, double delta, double clip, double noise, double rate, long steps) {

  /** Name of the epsilon in a model's information; a model without it promises nothing. */
  public static final String EPSILON = "private.epsilon";

  /** Name of the delta in a model's information. */
  public static final String DELTA = "private.delta";

  /** Name of the range, "least most", that targets of a regression were moved into. */
  public static final String TARGET_RANGE = "private.targetRange";

  /**
   * Settings with the least noise that keeps the promise.
   *
   * @throws IllegalArgumentException when no noise does
   */
  public static PrivacySettings of(
      double epsilon, double delta, double clip, double rate, long steps) {
    double noise = RenyiAccountant.noise(rate, steps, epsilon, delta);
    return new PrivacySettings(epsilon, delta, clip, noise, rate, steps);
  }

  /** By name, for a model's information. */
  public Map<String, String> describe() {
    Map<String, String> settings = new TreeMap<>();
    settings.put(EPSILON, Double.toString(epsilon));
    settings.put(DELTA, Double.toString(delta));
    settings.put("private.clip", Double.toString(clip));
    settings.put("private.noise", Double.toString(noise));
    settings.put("private.samplingRate", Double.toString(rate));
    settings.put("private.steps", Long.toString(steps));
    return settings;
  }
}
