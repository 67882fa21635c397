package org.chemxor.data.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Intervals and sets hold the truth as often as they say, whatever the errors look like. */
class ConformalCoverageTest {
  private static final int REPETITIONS = 400;
  private static final int VALIDATION = 200;
  private static final int TEST = 100;

  /** Errors with heavy tails and a bias: nothing that an interval could be right for by luck. */
  private static double[][] values(Random random, int count) {
    double[][] pairs = new double[2][count];
    for (int i = 0; i < count; i++) {
      pairs[0][i] = random.nextGaussian() * 3;
      double scale = random.nextInt(10) == 0 ? 5 : 0.5;
      pairs[1][i] = pairs[0][i] + 0.3 + scale * random.nextGaussian();
    }
    return pairs;
  }

  @Test
  void intervalsHoldTheValueAsOftenAsTheySay() {
    Random random = new Random(1);
    for (double level : CoverageLevels.ALL) {
      int inside = 0;
      for (int r = 0; r < REPETITIONS; r++) {
        double[][] validation = values(random, VALIDATION);
        double half = ValueIntervals.calibrated(validation[0], validation[1]).halfWidth(level);
        double[][] test = values(random, TEST);
        inside +=
            (int)
                IntStream.range(0, TEST)
                    .filter(i -> Math.abs(test[0][i] - test[1][i]) <= half)
                    .count();
      }
      assertThat((double) inside / REPETITIONS / TEST).isCloseTo(level, within(0.01));
    }
  }

  /** A rare class that the model knows badly, beside a frequent one that it knows well. */
  private static double[] scores(Random random, int label) {
    double signal = label == 1 ? 0.5 : 2.5;
    double logit = (label == 1 ? signal : -signal) + 1.5 * random.nextGaussian();
    return new double[] {-logit / 2, logit / 2};
  }

  @Test
  void setsHoldTheClassAsOftenAsTheySayForEveryClass() {
    Random random = new Random(2);
    int[] inside = new int[2];
    int[] count = new int[2];
    for (int r = 0; r < REPETITIONS; r++) {
      double[] labels =
          IntStream.range(0, VALIDATION).mapToDouble(i -> random.nextInt(6) == 0 ? 1 : 0).toArray();
      double[][] scores =
          IntStream.range(0, VALIDATION)
              .mapToObj(i -> scores(random, (int) labels[i]))
              .toArray(double[][]::new);
      ClassSets sets = ClassSets.calibrated(labels, scores);
      for (int i = 0; i < TEST; i++) {
        int label = random.nextInt(6) == 0 ? 1 : 0;
        count[label]++;
        inside[label] += sets.classes(scores(random, label), 0.9).contains(label) ? 1 : 0;
      }
    }
    for (int c = 0; c < 2; c++) {
      assertThat((double) inside[c] / count[c]).as("class " + c).isBetween(0.89, 0.925);
    }
  }

  @Test
  void tooFewMoleculesPromiseNothing() {
    double[] known = new double[9];
    double[] predicted = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    ValueIntervals nine = ValueIntervals.calibrated(known, predicted);
    assertThat(nine.halfWidths()).containsExactly(8.0, 9.0, Double.POSITIVE_INFINITY);
    ModelConfidence model = new ModelConfidence(List.of(nine), Optional.empty());
    assertThat(model.assess(List.of(1.0), Optional.empty(), 0.95).lower())
        .containsExactly((Double) null);
    assertThat(model.assess(List.of(1.0), Optional.empty(), 0.9).upper()).containsExactly(10.0);
  }

  @Test
  void aClassWithoutValidationMoleculesIsNeverLeftOut() {
    double[] labels = new double[40];
    double[][] scores =
        IntStream.range(0, 40).mapToObj(i -> new double[] {i, 0}).toArray(double[][]::new);
    ClassSets sets = ClassSets.calibrated(labels, scores);
    assertThat(sets.calibrated()).containsExactly(40, 0);
    assertThat(sets.classes(new double[] {30, 0}, 0.9)).containsExactly(0, 1);
    assertThat(sets.classes(new double[] {-9, 0}, 0.9)).containsExactly(1);
  }

  @Test
  void aMoleculeLikeThoseOfNoClassGetsAnEmptySet() {
    double[] labels = IntStream.range(0, 100).mapToDouble(i -> i % 2).toArray();
    double[][] scores =
        IntStream.range(0, 100)
            .mapToObj(i -> i % 2 == 0 ? new double[] {9, 0} : new double[] {0, 9})
            .toArray(double[][]::new);
    ClassSets sets = ClassSets.calibrated(labels, scores);
    assertThat(sets.classes(new double[] {0, 0}, 0.9)).isEmpty();
    assertThat(sets.classes(new double[] {9, 0}, 0.9)).containsExactly(0);
  }

  @Test
  void missingValuesAreLeftOutOfEveryTarget() {
    double[][] known = new double[40][];
    double[][] outputs = new double[40][];
    for (int i = 0; i < 40; i++) {
      known[i] = new double[] {0, i < 20 ? Double.NaN : 0};
      outputs[i] = new double[] {1, i < 20 ? 100 : 2};
    }
    ModelConfidence model = ModelConfidence.calibrated(false, known, outputs, Optional.empty());
    Assessment assessment = model.assess(List.of(0.0, 0.0), Optional.empty(), 0.9);
    assertThat(assessment.upper()).containsExactly(1.0, 2.0);
    assertThat(MeasuredCoverage.of(model, known, outputs, 0.9).count()).isEqualTo(60);
    assertThat(MeasuredCoverage.of(model, known, outputs, 0.9).coverage()).isEqualTo(1);
  }
}
