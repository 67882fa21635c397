package org.chemxor.core;

/** The root of every error ChemXor reports on purpose. Its message is a sentence for the user. */
public class ChemXorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was wrong, the limit, and what to do instead
   */
  public ChemXorException(String message) {
    super(message);
  }

  /**
   * @param message what was wrong, the limit, and what to do instead
   * @param cause the error underneath
   */
  public ChemXorException(String message, Throwable cause) {
    super(message, cause);
  }
}
