package org.chemxor.fhe.domain;

import org.chemxor.core.InvalidInputException;

/**
 * An input for which a program promises nothing: it is refused before anything is encrypted. The
 * message names the value, the limit and what to do.
 */
public final class OutsideDomainException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final double value;
  private final double limit;

  OutsideDomainException(String message, double value, double limit) {
    super(message);
    this.value = value;
    this.limit = limit;
  }

  /** What was too large or too small. */
  public double value() {
    return value;
  }

  /** What it may be. */
  public double limit() {
    return limit;
  }
}
