package org.chemxor.mpc.session;

/** The three roles. */
public enum Role {
  /** Owns the input and learns the output: party 0. */
  DATA_OWNER("data-owner", "the data owner"),
  /** Owns the weights: party 1. */
  MODEL_OWNER("model-owner", "the model owner"),
  /** Hands out correlated randomness. */
  DEALER("dealer", "the dealer");

  private final String id;
  private final String sentence;

  Role(String id, String sentence) {
    this.id = id;
    this.sentence = sentence;
  }

  /** The name in certificates and options. */
  public String id() {
    return id;
  }

  /** The name in sentences. */
  public String inSentence() {
    return sentence;
  }
}
