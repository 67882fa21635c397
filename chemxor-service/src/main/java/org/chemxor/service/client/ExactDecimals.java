package org.chemxor.service.client;

/**
 * How many decimals of an encrypted prediction mean anything. Every run adds another error of at
 * most about {@code e}. A decimal is written when its unit is at least {@value #MARGIN} times
 * {@code e}: then two runs of one molecule, which differ by at most {@code 2 e}, are rounded apart
 * only when the value lies within {@code e} of a tie, for at most 2 values in 100, and fewer the
 * farther real errors stay below the largest to expect.
 */
final class ExactDecimals {
  private static final int MARGIN = 100;

  /** Digits that no model of molecules means; they are not written however small the error is. */
  private static final int MOST = 8;

  private ExactDecimals() {}

  /**
   * The decimals that an error leaves.
   *
   * @param expectedError largest error to expect, in the units of the outputs
   * @return from 0 to 8; 0 also where no error is known
   */
  static int of(double expectedError) {
    if (!(expectedError > 0)) {
      return 0;
    }
    double exact = Math.floor(-Math.log10(MARGIN * expectedError));
    return (int) Math.max(0, Math.min(MOST, exact));
  }
}
