package org.chemxor.ckks;

/** The root of the errors this library reports on purpose: the message says what to change. */
public class CkksException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the value, the limit, and the fix
   */
  public CkksException(String message) {
    super(message);
  }

  /**
   * @param message the value, the limit, and the fix
   * @param cause the error underneath
   */
  public CkksException(String message, Throwable cause) {
    super(message, cause);
  }
}
