package org.chemxor.audit.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AttackCurveTest {
  private static List<Trial> trials(double[] members, double[] others) {
    List<Trial> trials = new ArrayList<>();
    for (double score : members) {
      trials.add(new Trial(trials.size(), true, score));
    }
    for (double score : others) {
      trials.add(new Trial(trials.size(), false, score));
    }
    return trials;
  }

  @Test
  void intervalsAreThoseOfClopperAndPearson() {
    // By hand: none of n gives the upper end 1 - (alpha / 2)^(1 / n).
    assertThat(Interval.clopperPearson(0, 10, 0.95).low()).isZero();
    assertThat(Interval.clopperPearson(0, 10, 0.95).high())
        .isCloseTo(1 - Math.pow(0.025, 0.1), within(1e-10));
    assertThat(Interval.clopperPearson(10, 10, 0.95).high()).isEqualTo(1);
    assertThat(Interval.clopperPearson(0, 0, 0.95)).isEqualTo(new Interval(0, 1));
    // The ends make the tails of the binomial 2.5 %: sums of its terms.
    Interval some = Interval.clopperPearson(3, 20, 0.95);
    assertThat(binomialAtLeast(3, 20, some.low())).isCloseTo(0.025, within(1e-9));
    assertThat(1 - binomialAtLeast(4, 20, some.high())).isCloseTo(0.025, within(1e-9));
    assertThatThrownBy(() -> Interval.clopperPearson(3, 2, 0.95)).hasMessageContaining("3 of 2");
  }

  private static double binomialAtLeast(int k, int n, double p) {
    double sum = 0;
    for (int i = k; i <= n; i++) {
      double term = 1;
      for (int j = 0; j < i; j++) {
        term *= (n - j) / (double) (j + 1);
      }
      sum += term * Math.pow(p, i) * Math.pow(1 - p, n - i);
    }
    return sum;
  }

  @Test
  void areaAndRatesAreCountedByHand() {
    AttackCurve curve =
        AttackCurve.of(trials(new double[] {9, 8, 5, 5, 1}, new double[] {7, 5, 4, 0}), 1);
    // 9 and 8 above four, 5 above two and level with one, twice, 1 above one: of 20 pairs.
    assertThat(curve.area()).isCloseTo((4 + 4 + 2.5 + 2.5 + 1) / 20, within(1e-12));
    assertThat(curve.recognisedAt(0).rate()).isEqualTo(0.4);
    assertThat(curve.recognisedAt(0).threshold()).isEqualTo(8);
    assertThat(curve.recognisedAt(0.25).rate()).isEqualTo(0.4);
    assertThat(curve.recognisedAt(0.25).falsePositives()).isEqualTo(1);
    assertThat(curve.recognisedAt(0.5).rate()).isEqualTo(0.8);
    assertThat(curve.recognisedAt(1).rate()).isEqualTo(1);
    assertThat(curve.areaInterval().contains(curve.area())).isTrue();
  }

  @Test
  void nobodyIsRecognisedWhereAnotherScoresHighest() {
    Recognised none =
        AttackCurve.of(trials(new double[] {1, 2}, new double[] {3, 0}), 1).recognisedAt(0);
    assertThat(none.rate()).isZero();
    assertThat(none.threshold()).isInfinite();
    assertThat(none.interval().low()).isZero();
  }

  @Test
  void theIntervalOfTheAreaHoldsTheTruthAboutAsOftenAsItSays() {
    int holds = 0;
    for (int repetition = 0; repetition < 200; repetition++) {
      SplittableRandom random = new SplittableRandom(repetition);
      double[] members = random.doubles(60).toArray();
      double[] others = random.doubles(60).toArray();
      holds += AttackCurve.of(trials(members, others), 3).areaInterval().contains(0.5) ? 1 : 0;
    }
    assertThat(holds).isBetween(180, 200);
  }

  @Test
  void repeatedAnswersAboutACompoundDoNotNarrowTheInterval() {
    SplittableRandom random = new SplittableRandom(5);
    List<Trial> once = trials(random.doubles(50).toArray(), random.doubles(50).toArray());
    List<Trial> often = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      often.addAll(once);
    }
    Interval narrow = AttackCurve.of(once, 1).areaInterval();
    Interval repeated = AttackCurve.of(often, 1).areaInterval();
    assertThat(repeated.high() - repeated.low())
        .isCloseTo(narrow.high() - narrow.low(), within(0.02));
    assertThat(AttackCurve.of(often, 1).recognisedAt(0.1).interval())
        .isEqualTo(AttackCurve.of(once, 1).recognisedAt(0.1).interval());
  }

  @Test
  void refusesOneKindOnlyAndScoresThatAreNone() {
    assertThatThrownBy(() -> AttackCurve.of(trials(new double[] {1}, new double[0]), 1))
        .hasMessageContaining("1 and 0");
    assertThatThrownBy(() -> new Trial(3, true, Double.NaN)).hasMessageContaining("compound 3");
  }
}
