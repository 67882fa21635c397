package org.chemxor.ckks;

/**
 * Operands that do not belong together: made for other parameters, at levels or scales that do not
 * agree, or keys that lack what an operation needs.
 */
public class MismatchException extends CkksException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message both values and the fix
   */
  public MismatchException(String message) {
    super(message);
  }
}
