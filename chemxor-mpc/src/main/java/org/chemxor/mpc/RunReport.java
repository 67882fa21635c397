package org.chemxor.mpc;

/**
 * What predictions took, on the data owner's side.
 *
 * @param samples how many
 * @param setupNanos connecting and receiving masked weights, once for a session
 * @param preparationNanos computing ahead what does not depend on the inputs
 * @param onlineNanos from the first masked input to the output; the dealer's records stream
 *     meanwhile
 * @param onlineBytes between the parties, both directions, headers included
 * @param dealerBytes from the dealer to this party
 * @param rounds times that this party waited for the other one
 */
public record RunReport(
    int samples,
    long setupNanos,
    long preparationNanos,
    long onlineNanos,
    long onlineBytes,
    long dealerBytes,
    long rounds) {
  RunReport plus(RunReport other) {
    return new RunReport(
        samples + other.samples,
        setupNanos,
        preparationNanos + other.preparationNanos,
        onlineNanos + other.onlineNanos,
        onlineBytes + other.onlineBytes,
        dealerBytes + other.dealerBytes,
        rounds + other.rounds);
  }

  /** What came after {@code earlier}, a report of the same session. */
  public RunReport minus(RunReport earlier) {
    return new RunReport(
        samples - earlier.samples,
        setupNanos,
        preparationNanos - earlier.preparationNanos,
        onlineNanos - earlier.onlineNanos,
        onlineBytes - earlier.onlineBytes,
        dealerBytes - earlier.dealerBytes,
        rounds - earlier.rounds);
  }
}
