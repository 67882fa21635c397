package org.chemxor.core;

/**
 * Input from outside (a file, a molecule, a number, received bytes) that cannot be used as it is.
 */
public class InvalidInputException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which input, what is wrong with it, and what would be accepted
   */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * @param message which input, what is wrong with it, and what would be accepted
   * @param cause the error underneath
   */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
