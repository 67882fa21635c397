package org.chemxor.fhe;

import java.util.List;

/**
 * What came out of one encrypted evaluation, and what it took.
 *
 * @param samples the network's outputs, by sample; one sample unless a batch was asked
 * @param millis wall-clock time from the inputs to the outputs, both sides
 * @param rounds the rounds one by one
 */
public record FheResult(List<List<Double>> samples, double millis, List<RoundCost> rounds) {

  /** Copies the lists. */
  public FheResult {
    samples = samples.stream().map(List::copyOf).toList();
    rounds = List.copyOf(rounds);
  }

  /**
   * What one round took.
   *
   * @param serverMillis wall-clock time in the evaluator, reading and writing bytes included
   * @param clientMillis wall-clock time in the client
   * @param bytesUp bytes of the request
   * @param bytesDown bytes of the reply
   */
  public record RoundCost(double serverMillis, double clientMillis, long bytesUp, long bytesDown) {}

  /**
   * The network's outputs for the only sample.
   *
   * @throws IllegalStateException when there are several: read {@link #samples}
   */
  public List<Double> outputs() {
    if (samples.size() != 1) {
      throw new IllegalStateException(samples.size() + " samples were evaluated: read samples()");
    }
    return samples.get(0);
  }

  /** Time in the evaluator, all rounds. */
  public double serverMillis() {
    return rounds.stream().mapToDouble(RoundCost::serverMillis).sum();
  }

  /** Time in the client, all rounds. */
  public double clientMillis() {
    return rounds.stream().mapToDouble(RoundCost::clientMillis).sum();
  }

  /** Bytes to the evaluator, without the keys. */
  public long bytesUp() {
    return rounds.stream().mapToLong(RoundCost::bytesUp).sum();
  }

  /** Bytes from the evaluator. */
  public long bytesDown() {
    return rounds.stream().mapToLong(RoundCost::bytesDown).sum();
  }
}
