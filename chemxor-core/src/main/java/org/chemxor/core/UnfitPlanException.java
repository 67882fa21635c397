package org.chemxor.core;

/**
 * A network cannot be evaluated under encryption the way that was asked for; the message says why
 * and what to change. A layer that no way can evaluate is an {@link UnsupportedLayerException}.
 */
public class UnfitPlanException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what does not fit, and what to do instead
   */
  public UnfitPlanException(String message) {
    super(message);
  }
}
