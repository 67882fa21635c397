package org.chemxor.fhe.domain;

import org.chemxor.core.InvalidInputException;

/**
 * A decrypted value outside the range that a program names for it: whatever was computed from it
 * could wrap around the modulus, or has done so.
 */
public final class OutsideRangeException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final double distance;
  private final double limit;

  /**
   * @param message what is wrong
   * @param distance from the centre of the range
   * @param limit the largest distance
   */
  public OutsideRangeException(String message, double distance, double limit) {
    super(message);
    this.distance = distance;
    this.limit = limit;
  }

  /** How far from the centre of the range the value is. */
  public double distance() {
    return distance;
  }

  /** How far it may be. */
  public double limit() {
    return limit;
  }
}
