package org.chemxor.fhe;

import java.util.List;

/**
 * Predictions for several samples evaluated together, and what they took.
 *
 * @param outputs the network's outputs, by sample
 * @param totalMillis time from the first encryption to the last decryption
 * @param steps the rounds, in order
 */
public record FheBatchResult(
    List<List<Double>> outputs, double totalMillis, List<FheResult.StepCost> steps) {
  /** Copies the lists. */
  public FheBatchResult {
    outputs = outputs.stream().map(List::copyOf).toList();
    steps = List.copyOf(steps);
  }

  /** Time in the evaluator, all rounds. */
  public double serverMillis() {
    return steps.stream().mapToDouble(FheResult.StepCost::serverMillis).sum();
  }

  /** Time in the client, all rounds. */
  public double clientMillis() {
    return steps.stream().mapToDouble(FheResult.StepCost::clientMillis).sum();
  }

  /** Bytes of all requests. */
  public long bytesUp() {
    return steps.stream().mapToLong(FheResult.StepCost::bytesUp).sum();
  }

  /** Bytes of all replies. */
  public long bytesDown() {
    return steps.stream().mapToLong(FheResult.StepCost::bytesDown).sum();
  }

  /** The result for a single sample. */
  FheResult single() {
    return new FheResult(outputs.get(0), steps.size(), bytesUp(), bytesDown(), totalMillis, steps);
  }
}
