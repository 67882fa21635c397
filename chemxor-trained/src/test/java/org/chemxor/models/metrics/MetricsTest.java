package org.chemxor.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void measuresARegressionAsComputedByHand() {
    RegressionMetrics metrics =
        RegressionMetrics.of(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 6});
    assertThat(metrics.count()).isEqualTo(4);
    assertThat(metrics.mse()).isCloseTo(1, EXACT);
    assertThat(metrics.rmse()).isCloseTo(1, EXACT);
    assertThat(metrics.mae()).isCloseTo(0.5, EXACT);
    assertThat(metrics.r2()).isCloseTo(1 - 4 / 5.0, EXACT);
    assertThat(metrics.pearson()).isCloseTo(8 / Math.sqrt(5 * 14), EXACT);
  }

  @Test
  void givesNoScoreWhereNoneIsDefined() {
    RegressionMetrics constantTarget =
        RegressionMetrics.of(new double[] {2, 2}, new double[] {1, 3});
    assertThat(constantTarget.r2()).isNaN();
    assertThat(constantTarget.pearson()).isNaN();
    assertThat(constantTarget.asMap()).containsOnlyKeys("count", "mse", "rmse", "mae");
    RegressionMetrics constantPrediction =
        RegressionMetrics.of(new double[] {1, 3}, new double[] {2, 2});
    assertThat(constantPrediction.r2()).isZero();
    assertThat(constantPrediction.pearson()).isNaN();
  }

  @Test
  void measuresABinaryClassificationAsComputedByHand() {
    int[] labels = {1, 1, 1, 0, 0, 0, 0, 1};
    double[] probability = {0.9, 0.8, 0.4, 0.7, 0.3, 0.2, 0.1, 0.35};
    double[][] scores = new double[8][];
    for (int i = 0; i < 8; i++) {
      scores[i] = new double[] {Math.log(1 - probability[i]), Math.log(probability[i])};
    }
    ClassificationMetrics metrics = ClassificationMetrics.of(labels, scores);
    assertThat(metrics.confusion()).isDeepEqualTo(new int[][] {{3, 1}, {2, 2}});
    assertThat(metrics.accuracy()).isCloseTo(5 / 8.0, EXACT);
    assertThat(metrics.precision()).isCloseTo(2 / 3.0, EXACT);
    assertThat(metrics.recall()).isCloseTo(2 / 4.0, EXACT);
    assertThat(metrics.f1()).isCloseTo(4 / 7.0, EXACT);
    assertThat(metrics.rocAuc()).isCloseTo(14 / 16.0, EXACT);
    assertThat(metrics.prAuc()).isCloseTo((1 + 1 + 3 / 4.0 + 4 / 5.0) / 4, EXACT);
  }

  @Test
  void averagesOverMoreThanTwoClasses() {
    int[] labels = {0, 0, 1, 2};
    double[][] scores = {{3, 0, 0}, {0, 3, 0}, {0, 3, 0}, {0, 0, 3}};
    ClassificationMetrics metrics = ClassificationMetrics.of(labels, scores);
    assertThat(metrics.accuracy()).isCloseTo(0.75, EXACT);
    assertThat(metrics.precision()).isCloseTo((1 + 0.5 + 1) / 3, EXACT);
    assertThat(metrics.recall()).isCloseTo((0.5 + 1 + 1) / 3, EXACT);
    assertThat(metrics.confusion()).isDeepEqualTo(new int[][] {{1, 1, 0}, {0, 1, 0}, {0, 0, 1}});
  }

  @Test
  void areaUnderRocIsTheChanceOfRightOrderWithTiesCountingHalf() {
    long seed = 4;
    Random random = new Random(seed);
    for (int trial = 0; trial < 50; trial++) {
      boolean[] positive = new boolean[40];
      double[] scores = new double[40];
      for (int i = 0; i < 40; i++) {
        positive[i] = i == 0 || (i > 1 && random.nextBoolean());
        scores[i] = random.nextInt(8);
      }
      double right = 0;
      double pairs = 0;
      for (int p = 0; p < 40; p++) {
        for (int n = 0; n < 40; n++) {
          if (positive[p] && !positive[n]) {
            pairs++;
            right += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
          }
        }
      }
      assertThat(BinaryCurves.of(positive, scores).rocAuc())
          .as("seed %d, trial %d", seed, trial)
          .isCloseTo(right / pairs, EXACT);
    }
  }

  @Test
  void curvesRunFromCornerToCorner() {
    BinaryCurves curves =
        BinaryCurves.of(new boolean[] {true, false, true, false}, new double[] {4, 3, 3, 1});
    assertThat(curves.roc())
        .containsExactly(
            new BinaryCurves.Point(0, 0),
            new BinaryCurves.Point(0, 0.5),
            new BinaryCurves.Point(0.5, 1),
            new BinaryCurves.Point(1, 1));
    assertThat(curves.precisionRecall())
        .containsExactly(
            new BinaryCurves.Point(0.5, 1),
            new BinaryCurves.Point(1, 2 / 3.0),
            new BinaryCurves.Point(1, 0.5));
  }

  @Test
  void givesNoAreaWhenAClassIsMissing() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(new int[] {0, 0}, new double[][] {{1, 0}, {0, 1}});
    assertThat(metrics.rocAuc()).isNaN();
    assertThat(metrics.asMap()).doesNotContainKeys("rocAuc", "prAuc").containsKey("accuracy");
  }

  @Test
  void refusesInputsThatDoNotMatch() {
    assertThatThrownBy(() -> RegressionMetrics.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RegressionMetrics.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RegressionMetrics.of(new double[1], new double[] {Double.NaN}))
        .hasMessageContaining("pair 0");
    assertThatThrownBy(() -> ClassificationMetrics.of(new int[] {2}, new double[][] {{0, 1}}))
        .hasMessageContaining("class 2");
    assertThatThrownBy(() -> BinaryCurves.of(new boolean[1], new double[] {Double.NaN}))
        .hasMessageContaining("NaN");
  }
}
