package org.chemxor.fhe;

import java.util.List;

/**
 * What came out of one encrypted evaluation, and what it took.
 *
 * @param outputs the network's outputs
 * @param rounds number of requests
 * @param bytesUp bytes to the evaluator, without the keys
 * @param bytesDown bytes from the evaluator
 * @param millis wall-clock time from image to outputs, both sides
 * @param steps the rounds one by one
 */
public record FheResult(
    List<Double> outputs,
    int rounds,
    long bytesUp,
    long bytesDown,
    double millis,
    List<StepCost> steps) {

  /** Copies the lists. */
  public FheResult {
    outputs = List.copyOf(outputs);
    steps = List.copyOf(steps);
  }

  /**
   * What one round took.
   *
   * @param serverMillis wall-clock time in the evaluator, reading and writing bytes included
   * @param clientMillis wall-clock time in the client
   * @param bytesUp bytes of the request
   * @param bytesDown bytes of the reply
   */
  public record StepCost(double serverMillis, double clientMillis, long bytesUp, long bytesDown) {}

  /** Time in the evaluator, all rounds. */
  public double serverMillis() {
    return steps.stream().mapToDouble(StepCost::serverMillis).sum();
  }

  /** Time in the client, all rounds. */
  public double clientMillis() {
    return steps.stream().mapToDouble(StepCost::clientMillis).sum();
  }
}
