package org.chemxor.models.tuning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.models.trained.TrainedModel;

/**
 * What came of a fine-tuning.
 *
 * @param model the tuned model; its metrics are those of the last step
 * @param steps what was done, in order: the first is the model as it was given
 */
public record TuningResult(TrainedModel model, List<Step> steps) {

  /** Copies the list. */
  public TuningResult {
    steps = List.copyOf(steps);
  }

  /**
   * One step, and how good the network was after it.
   *
   * @param name what was done, for people
   * @param fit the polynomial, where a ReLU was replaced; before any tuning
   * @param metrics on the validation data by name; empty when none is finite
   */
  public record Step(String name, Optional<PolynomialFit> fit, Map<String, Double> metrics) {}

  /** The metrics of the model as it was given. */
  public Map<String, Double> before() {
    return steps.get(0).metrics();
  }

  /** The metrics of the tuned model. */
  public Map<String, Double> after() {
    return steps.get(steps.size() - 1).metrics();
  }
}
