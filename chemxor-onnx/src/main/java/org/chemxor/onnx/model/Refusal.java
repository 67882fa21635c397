package org.chemxor.onnx.model;

/**
 * Something in a file that cannot be used; its message says what and what to do instead. Whoever
 * translates the graph adds which node it was and goes on, so that a user learns of everything at
 * once.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, the limit, and what to do instead
   */
  public Refusal(String message) {
    super(message, null, false, false);
  }
}
