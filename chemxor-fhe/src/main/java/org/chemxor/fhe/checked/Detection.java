package org.chemxor.fhe.checked;

/**
 * What checks catch. There are n places in random order; d questions take two places each and k
 * places hold known answers. An evaluator that sees none of this alters the answers at m places,
 * all by the same amount, which is the best it can do: then a duplicate gives it away only when one
 * of its two places is altered and the other is not, and a known answer when its place is.
 *
 * <p>The altered places are a random subset of m among n as seen from the questions. It goes
 * unnoticed when it holds no known answer, and of every duplicate both places or none; with j whole
 * pairs in it the other {@code m - 2j} are among the {@code n - 2d - k} questions that are asked
 * once:
 *
 * <pre>
 * P(unnoticed) = sum over j of C(d, j) C(n - 2d - k, m - 2j) / C(n, m)
 * </pre>
 */
public final class Detection {
  private Detection() {}

  /**
   * The probability that an alteration goes unnoticed.
   *
   * @param places n: all questions, with duplicates and known answers
   * @param altered m, from 0 to n
   * @param duplicates d: questions asked twice
   * @param knownAnswers k
   * @return from 0 to 1
   */
  public static double unnoticed(int places, int altered, int duplicates, int knownAnswers) {
    int once = places - 2 * duplicates - knownAnswers;
    if (duplicates < 0 || knownAnswers < 0 || once < 0 || altered < 0 || altered > places) {
      throw new IllegalArgumentException(
          places
              + " places do not hold "
              + duplicates
              + " duplicates, "
              + knownAnswers
              + " known answers and "
              + altered
              + " alterations");
    }
    double[] logFactorial = logFactorials(places);
    double total = logBinomial(logFactorial, places, altered);
    double sum = 0;
    for (int pairs = 0; pairs <= Math.min(duplicates, altered / 2); pairs++) {
      int single = altered - 2 * pairs;
      if (single <= once) {
        sum +=
            Math.exp(
                logBinomial(logFactorial, duplicates, pairs)
                    + logBinomial(logFactorial, once, single)
                    - total);
      }
    }
    return Math.min(1, sum);
  }

  /**
   * The fewest duplicates with which an alteration is caught, when as many known answers as these
   * are asked as well.
   *
   * @param questions how many different questions there are
   * @param alteredShare which part of all places is altered, above 0 and at most 1
   * @param probability with which that must be noticed, above 0 and below 1
   * @return from 1 to {@code questions}
   * @throws IllegalArgumentException when not even that many are enough
   */
  public static int checksFor(int questions, double alteredShare, double probability) {
    if (!(alteredShare > 0 && alteredShare <= 1 && probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "a share is above 0 and at most 1 and a probability between 0 and 1, got "
              + alteredShare
              + " and "
              + probability);
    }
    for (int checks = 1; checks <= questions; checks++) {
      int places = questions + 2 * checks;
      int altered = Math.max(1, (int) Math.ceil(alteredShare * places));
      if (unnoticed(places, altered, checks, checks) <= 1 - probability) {
        return checks;
      }
    }
    throw new IllegalArgumentException(
        questions
            + " questions, each asked twice, and as many known answers do not catch an alteration of"
            + " "
            + alteredShare
            + " of the places with probability "
            + probability
            + ": ask more questions together, or for less");
  }

  private static double[] logFactorials(int largest) {
    double[] logs = new double[largest + 1];
    for (int i = 2; i <= largest; i++) {
      logs[i] = logs[i - 1] + Math.log(i);
    }
    return logs;
  }

  private static double logBinomial(double[] logFactorial, int n, int k) {
    return logFactorial[n] - logFactorial[k] - logFactorial[n - k];
  }
}
