package org.chemxor.models.train;

import org.chemxor.core.ChemXorException;

/** Training cannot start or go on: no native library, or a loss that is no longer a number. */
public class TrainingException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and what to change
   */
  public TrainingException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong and what to change
   * @param cause the error underneath
   */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
