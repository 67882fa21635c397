package org.chemxor.ckks;

/** Parameters whose modulus is too large for their ring degree at the requested security. */
public class InsecureParametersException extends CkksException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the modulus, the bound, and the fix
   */
  public InsecureParametersException(String message) {
    super(message);
  }
}
