package org.chemxor.spark.run;

import java.io.Serializable;

/**
 * What became of a batch in this run.
 *
 * @param batch its number
 * @param molecules in it; 0 when it was not evaluated
 * @param error why it was not; empty when it was
 * @param millis of evaluation alone
 * @param requestBytes of the message read
 * @param replyBytes of the message written
 */
public record Outcome(
    long batch, int molecules, String error, double millis, long requestBytes, long replyBytes)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Whether the batch was not evaluated. */
  public boolean isFailed() {
    return !error.isEmpty();
  }

  static Outcome failed(long batch, String error) {
    return new Outcome(batch, 0, error, 0, 0, 0);
  }
}
