package org.chemxor.models.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Sample;
import org.junit.jupiter.api.Test;

class KernelSolversTest {
  private static final double SCALE = 3;
  private final List<Sample> samples = QuadraticSamples.regression(90, 1);
  private final SparseImages images = QuadraticSamples.images(samples);
  private final double[][] dense = DenseSolver.kernel(samples, samples, SCALE);
  private final double[] right = new Random(2).doubles(90, -1, 1).toArray();

  @Test
  void storedAndStreamedKernelsAreTheMatrixWrittenDown() {
    double[] expected = DenseSolver.times(dense, right);
    assertThat(Kernel.of(images, SCALE).times(right)).containsExactly(expected, within(1e-10));
    assertThat(Kernel.streamed(images, SCALE).times(right))
        .containsExactly(expected, within(1e-10));
    assertThat(Kernel.of(images, SCALE).meanDiagonal())
        .isCloseTo(DenseSolver.meanDiagonal(dense), within(1e-12));
  }

  @Test
  void everyShiftOfOneRunIsSolvedAsByElimination() {
    double[] shifts = {0.01, 0.1, 3, 500};
    double[][] solved =
        ShiftedConjugateGradients.solve(
            v -> DenseSolver.times(dense, v), shifts, right, 1e-12, 2000);
    for (int k = 0; k < shifts.length; k++) {
      double[] expected = DenseSolver.solve(dense, shifts[k], right);
      double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(solved[k]).containsExactly(expected, within(1e-7 * size));
    }
  }

  @Test
  void aFormIsTheSumOfItsKernels() {
    List<Sample> others = QuadraticSamples.regression(20, 8);
    QuadraticForm form = Kernel.of(images, SCALE).form(right);
    assertThat(form.values(QuadraticSamples.images(others)))
        .containsExactly(
            DenseSolver.times(DenseSolver.kernel(others, samples, SCALE), right), within(1e-9));
  }

  @Test
  void theLogisticFitIsAMinimum() {
    boolean[] positive = new boolean[90];
    double[] counts = new double[90];
    Random random = new Random(4);
    for (int i = 0; i < 90; i++) {
      positive[i] = samples.get(i).target() > 3;
      counts[i] = 1 + random.nextInt(2);
    }
    double penalty = 0.7;
    Kernel kernel = Kernel.of(images, SCALE);
    double[] alpha =
        LogisticFit.fit(kernel, positive, counts, penalty, new double[90], 1e-10, 2000);
    double[] f = DenseSolver.times(dense, alpha);
    // Where the derivative vanishes, penalty alpha = counts (target - probability).
    for (int i = 0; i < 90; i++) {
      double p = 1 / (1 + Math.exp(-f[i]));
      assertThat(penalty * alpha[i])
          .isCloseTo(counts[i] * ((positive[i] ? 1 : 0) - p), within(1e-5));
    }
  }

  @Test
  void calibrationFindsTheLogOddsThatMadeTheClasses() {
    Random random = new Random(3);
    double[] scores = random.doubles(20_000, -2, 2).toArray();
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      positive[i] = random.nextDouble() < Calibration.probability(2 * scores[i] - 1);
    }
    Calibration fit = Calibration.fit(scores, positive);
    assertThat(fit.slope()).isCloseTo(2, within(0.1));
    assertThat(fit.shift()).isCloseTo(-1, within(0.1));
    assertThat(fit.meanLoss(scores, positive))
        .isLessThan(Calibration.NONE.meanLoss(scores, positive));
  }

  @Test
  void calibrationLeavesScoresAloneWhereItHasNothingToGoBy() {
    double[] scores = {1, 2, 3};
    assertThat(Calibration.fit(scores, new boolean[] {true, true, true}))
        .isEqualTo(Calibration.NONE);
    assertThat(Calibration.fit(new double[0], new boolean[0])).isEqualTo(Calibration.NONE);
    assertThat(Calibration.fit(scores, new boolean[] {true, false, false}))
        .isEqualTo(Calibration.NONE);
  }
}
