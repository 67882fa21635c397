package org.chemxor.fhe.reply;

import org.chemxor.core.InvalidInputException;

/**
 * A reply that was not accepted. It ended its evaluation; the message says what became of the keys.
 */
public final class RefusedReplyException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was wrong with it, and how to go on
   * @param cause the same
   */
  public RefusedReplyException(String message, Throwable cause) {
    super(message, cause);
  }
}
