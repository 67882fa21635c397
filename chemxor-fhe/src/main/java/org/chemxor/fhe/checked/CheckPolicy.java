package org.chemxor.fhe.checked;

import org.chemxor.core.InvalidInputException;

/**
 * How much is checked. Immutable.
 *
 * @param duplicates how many of the questions are asked twice, at least 0
 * @param knownAnswers how many questions with known answers are asked as well, at least 0
 * @param tolerance how far two answers to one question may lie apart, in units of the outputs;
 *     chosen by the client, since an evaluator that states a large error would alter by as much
 */
public record CheckPolicy(int duplicates, int knownAnswers, double tolerance) {
  /**
   * The standard tolerance: two evaluations with errors of 2^-12 of an output range of 2 differ by
   * at most that.
   */
  public static final double STANDARD_TOLERANCE = 1e-3;

  /** Checks the numbers. */
  public CheckPolicy {
    if (duplicates < 0 || knownAnswers < 0 || duplicates + knownAnswers < 1) {
      throw new IllegalArgumentException(
          "a check takes at least one duplicate or known answer, got "
              + duplicates
              + " and "
              + knownAnswers);
    }
    if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a tolerance is above 0, got " + tolerance);
    }
  }

  /** Duplicates and known answers with {@link #STANDARD_TOLERANCE}. */
  public static CheckPolicy of(int duplicates, int knownAnswers) {
    return new CheckPolicy(duplicates, knownAnswers, STANDARD_TOLERANCE);
  }

  /** The same policy with another tolerance. */
  public CheckPolicy withTolerance(double value) {
    return new CheckPolicy(duplicates, knownAnswers, value);
  }

  /** How many places the checks take. */
  public int places() {
    return duplicates + knownAnswers;
  }

  /**
   * Checks that honest answers pass.
   *
   * @param statedError the largest error that the program states, for one answer
   * @throws InvalidInputException when two answers may differ by more than the tolerance
   */
  public void requireTolerates(double statedError) {
    if (2 * statedError > tolerance) {
      throw new InvalidInputException(
          "the program states errors of up to "
              + statedError
              + ", so two answers may differ by "
              + 2 * statedError
              + ", more than the tolerance "
              + tolerance
              + ": alterations up to a tolerance are not noticed, so allow it knowingly"
              + " (CheckPolicy.withTolerance), or ask for a more precise program");
    }
  }
}
