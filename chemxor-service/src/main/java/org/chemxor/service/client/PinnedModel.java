package org.chemxor.service.client;

/**
 * What a pin is filed under: what the user typed, never what the server calls it.
 *
 * @param server its address
 * @param asked the model's name as the user gave it; empty when the only one was asked for
 * @param isBatch whether it is the model that the one asked for names as its batch
 */
record PinnedModel(ServerAddress server, String asked, boolean isBatch) {
  /** No model is called this. */
  private static final String ONLY = "*";

  /** The start of its line. */
  String key() {
    return server + " " + (asked.isEmpty() ? ONLY : asked) + (isBatch ? " batch " : " single ");
  }

  /** In words. */
  @Override
  public String toString() {
    return (isBatch ? "the batch of " : "")
        + (asked.isEmpty() ? "the only model" : "the model " + asked)
        + " at "
        + server;
  }
}
