package org.chemxor.fhe.checked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

/** The arithmetic of hidden checks, against counting all cases. */
class DetectionTest {

  /** Counts subsets of m places: those first are pairs, then known answers, then the rest. */
  private static double counted(int places, int altered, int duplicates, int known) {
    int unnoticed = 0;
    int all = 0;
    for (int subset = 0; subset < 1 << places; subset++) {
      if (Integer.bitCount(subset) != altered) {
        continue;
      }
      all++;
      boolean isNoticed = false;
      for (int pair = 0; pair < duplicates; pair++) {
        int both = subset >> (2 * pair) & 3;
        isNoticed |= both == 1 || both == 2;
      }
      for (int k = 0; k < known; k++) {
        isNoticed |= (subset >> (2 * duplicates + k) & 1) == 1;
      }
      unnoticed += isNoticed ? 0 : 1;
    }
    return (double) unnoticed / all;
  }

  @Test
  void theFormulaEqualsCountingAllCases() {
    for (int places = 1; places <= 11; places++) {
      for (int duplicates = 0; 2 * duplicates <= places; duplicates++) {
        for (int known = 0; 2 * duplicates + known <= places; known++) {
          for (int altered = 0; altered <= places; altered++) {
            assertThat(Detection.unnoticed(places, altered, duplicates, known))
                .as("n %d, m %d, d %d, k %d", places, altered, duplicates, known)
                .isCloseTo(counted(places, altered, duplicates, known), within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void alteringAllAnswersAlikeIsCaughtByKnownAnswersAndNotByDuplicates() {
    assertThat(Detection.unnoticed(4096, 4096, 100, 0)).isCloseTo(1, within(1e-9));
    assertThat(Detection.unnoticed(4096, 4096, 0, 1)).isZero();
  }

  @Test
  void alteringOneAnswerIsCaughtAsOftenAsAPlaceIsChecked() {
    assertThat(Detection.unnoticed(1000, 1, 100, 50)).isCloseTo(750 / 1000.0, within(1e-9));
  }

  @Test
  void theFewestChecksAreEnoughAndOneLessIsNot() {
    for (double share : new double[] {0.02, 0.1, 0.5}) {
      for (double probability : new double[] {0.5, 0.99}) {
        int checks = Detection.checksFor(500, share, probability);
        assertThat(missed(500, checks, share)).isLessThanOrEqualTo(1 - probability);
        if (checks > 1) {
          assertThat(missed(500, checks - 1, share)).isGreaterThan(1 - probability);
        }
      }
    }
    assertThatThrownBy(() -> Detection.checksFor(4, 0.5, 0.999999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ask more questions together");
  }

  private static double missed(int questions, int checks, double share) {
    int places = questions + 2 * checks;
    return Detection.unnoticed(
        places, Math.max(1, (int) Math.ceil(share * places)), checks, checks);
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Detection.unnoticed(10, 1, 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10 places do not hold 5 duplicates, 1 known answers");
    assertThatThrownBy(() -> Detection.unnoticed(10, 11, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckPolicy.of(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckPolicy.of(1, 1).withTolerance(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckPolicy.of(1, 1).requireTolerates(1e-2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.02")
        .hasMessageContaining("withTolerance");
  }
}
