package org.chemxor.audit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.chemxor.audit.curve.AttackCurve;
import org.chemxor.audit.curve.Trial;
import org.junit.jupiter.api.Test;

/**
 * Attacks on a problem whose answer is known: signals are N(1, 1) for members and N(0, 1) for
 * others, so that the best attack's area is {@code Phi(1 / sqrt 2)} and at a rate of false
 * positives f it finds {@code Phi(1 + Phi^-1(f))}.
 */
class GaussianToyTest {
  private static final long SEED = 20;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Half the compounds are members; each has its own difficulty, which only references tell. */
  private static Observations toy(int compounds, int models, double spread, double effect) {
    return toy(compounds, models, spread, effect, SEED);
  }

  private static Observations toy(
      int compounds, int models, double spread, double effect, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] target = new double[compounds];
    double[][] references = new double[models][compounds];
    boolean[][] in = new boolean[models][compounds];
    for (int i = 0; i < compounds; i++) {
      double difficulty = spread * random.nextGaussian();
      target[i] = difficulty + random.nextGaussian() + (i % 2 == 0 ? effect : 0);
      for (int m = 0; m < models; m++) {
        in[m][i] = m % 2 == 0;
        references[m][i] = difficulty + random.nextGaussian() + (in[m][i] ? effect : 0);
      }
    }
    return new Observations(target, references, in, SignalScale.LOGIT);
  }

  private static AttackCurve curve(Attack attack, Observations toy) {
    double[] scores = attack.scores(toy);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      trials.add(new Trial(i, i % 2 == 0, scores[i]));
    }
    return AttackCurve.of(trials, SEED);
  }

  @Test
  void manyReferenceModelsReachTheBestPossibleAttack() {
    Observations toy = toy(15_000, 600, 5, 1);
    double best = NORMAL.cumulativeProbability(1 / Math.sqrt(2));
    double bestAtOnePercent =
        NORMAL.cumulativeProbability(1 + NORMAL.inverseCumulativeProbability(0.01));
    for (Attack attack : List.of(Lira.online(), Lira.offline())) {
      AttackCurve curve = curve(attack, toy);
      assertThat(curve.area()).as(attack.name()).isCloseTo(best, within(0.01));
      assertThat(curve.recognisedAt(0.01).rate())
          .as(attack.name())
          .isCloseTo(bestAtOnePercent, within(0.02));
    }
  }

  @Test
  void theScoreIsTheRatioOfDensitiesComputedDirectly() {
    Observations toy = toy(50, 40, 2, 1);
    double[] scores = Lira.online().scores(toy);
    for (int i = 0; i < 50; i++) {
      double direct =
          Math.log(fitted(toy.references(i, true)).density(toy.target(i)))
              - Math.log(fitted(toy.references(i, false)).density(toy.target(i)));
      assertThat(scores[i]).isCloseTo(direct, within(1e-9));
    }
  }

  private static NormalDistribution fitted(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    return NormalDistribution.of(mean, Math.sqrt(squares / (values.length - 1)));
  }

  @Test
  void fewReferenceModelsShareTheirVariance() {
    Observations toy = toy(4000, 4, 5, 1);
    double[] scores = Lira.offline().scores(toy);
    double degrees = 0;
    double squares = 0;
    for (int i = 0; i < 4000; i++) {
      double[] out = toy.references(i, false);
      squares += (out[0] - out[1]) * (out[0] - out[1]) / 2;
      degrees++;
    }
    for (int i = 0; i < 4000; i += 500) {
      double[] out = toy.references(i, false);
      double direct = (toy.target(i) - (out[0] + out[1]) / 2) / Math.sqrt(squares / degrees);
      assertThat(scores[i]).isCloseTo(direct, within(1e-9));
    }
  }

  @Test
  void theRatiosOfRmiaAreThoseOfItsDefinition() {
    Observations toy = toy(60, 2, 1, 1);
    double[] online = Rmia.online().scores(toy);
    double[] offline = Rmia.offline().with(2, 0.4).scores(toy);
    double[] onlineRatios = new double[60];
    double[] offlineRatios = new double[60];
    for (int i = 0; i < 60; i++) {
      double p = logistic(toy.target(i));
      double in = logistic(toy.references(i, true)[0]);
      double out = logistic(toy.references(i, false)[0]);
      onlineRatios[i] = p / ((in + out) / 2);
      offlineRatios[i] = p / ((1.4 * out + 0.6) / 2);
    }
    for (int x = 0; x < 60; x++) {
      int ahead = 0;
      int twiceAhead = 0;
      for (int z = 0; z < 60; z++) {
        ahead += z != x && onlineRatios[x] >= onlineRatios[z] ? 1 : 0;
        twiceAhead += z != x && offlineRatios[x] >= 2 * offlineRatios[z] ? 1 : 0;
      }
      assertThat(online[x]).isEqualTo(ahead / 59.0);
      assertThat(offline[x]).isEqualTo(twiceAhead / 59.0);
    }
  }

  private static double logistic(double signal) {
    return 1 / (1 + Math.exp(-signal));
  }

  @Test
  void rmiaIsStrongWithTwoReferenceModels() {
    Observations toy = toy(20_000, 2, 2, 3);
    assertThat(curve(Rmia.online(), toy).area()).isGreaterThan(0.80);
    assertThat(curve(Rmia.offline(), toy).area()).isGreaterThan(0.80);
  }

  @Test
  void withoutAnEffectTheIntervalsHoldOneHalfAsOftenAsTheySay() {
    for (Attack attack : List.of(Lira.online(), Lira.offline(), Rmia.online(), Rmia.offline())) {
      int holds = 0;
      for (long seed = 0; seed < 40; seed++) {
        holds += curve(attack, toy(400, 8, 2, 0, seed)).areaInterval().contains(0.5) ? 1 : 0;
      }
      assertThat(holds).as(attack.name()).isBetween(33, 40);
    }
  }

  @Test
  void anAttackSaysWhichReferenceModelsItLacks() {
    double[][] one = {{1, 2}};
    boolean[][] in = {{true, false}};
    Observations lacking = new Observations(new double[] {1, 2}, one, in, SignalScale.LOG);
    for (Attack attack : List.of(Lira.online(), Rmia.online())) {
      assertThatThrownBy(() -> attack.scores(lacking))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("train more");
    }
    assertThatThrownBy(
            () -> new Observations(new double[] {Double.NaN, 1}, one, in, SignalScale.LOG))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
