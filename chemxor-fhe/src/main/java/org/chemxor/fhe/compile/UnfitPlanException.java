package org.chemxor.fhe.compile;

import org.chemxor.core.ChemXorException;

/** A network cannot be evaluated by a plan; the message says why and what to change. */
public class UnfitPlanException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what does not fit, and what to do instead
   */
  public UnfitPlanException(String message) {
    super(message);
  }

  /**
   * @param message what does not fit, and what to do instead
   * @param cause the error underneath
   */
  public UnfitPlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
