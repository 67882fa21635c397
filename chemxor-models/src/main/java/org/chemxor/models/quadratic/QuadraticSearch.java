package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fits one output with every kernel scale and penalty of a grid and keeps the form with the lowest
 * loss on the validation part. Without one the middle of the grid is taken.
 */
final class QuadraticSearch {
  /** Kernel scales, in mean squared lengths of an image. */
  private static final double[] SCALES = {1.0 / 64, 1.0 / 16, 0.25, 1, 4};

  /** Penalties, in means of the kernel's diagonal; ascending. */
  private static final double[] PENALTIES = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3};

  private static final double DEFAULT_SCALE = 0.25;
  private static final double DEFAULT_PENALTY = 3e-2;
  private static final double ROUGH = 1e-4;
  private static final int ROUGH_STEPS = 300;
  private static final double FINE = 1e-8;
  private static final int FINE_STEPS = 3000;

  /** A logistic loss has a quarter of the curvature of a squared one at its start. */
  private static final double[] LOGISTIC_PENALTIES = {0.01, 0.03, 0.1, 0.3, 1};

  private final SparseImages train;
  private final SparseImages validation;

  QuadraticSearch(SparseImages train, SparseImages validation) {
    this.train = train;
    this.validation = validation;
  }

  /**
   * A form and how it was found.
   *
   * @param scale of the kernel, in mean squared lengths of an image
   * @param penalty in means of the kernel's diagonal
   * @param loss on the validation part, NaN without one
   */
  record Choice(QuadraticForm form, double scale, double penalty, double loss) {}

  private record Candidate(double scale, double penalty, double loss, double[] alpha) {}

  /** The form closest to the targets by least squares. */
  Choice regression(double[] targets, double[] validationTargets) {
    double mean = Arrays.stream(targets).average().orElseThrow();
    double[] centred = Arrays.stream(targets).map(y -> y - mean).toArray();
    ToDoubleFunction<double[]> loss =
        values ->
            IntStream.range(0, values.length)
                .mapToDouble(i -> square(values[i] + mean - validationTargets[i]))
                .average()
                .orElse(Double.NaN);
    Candidate best = ridge(centred, loss);
    Kernel kernel = kernel(best.scale());
    double penalty = best.penalty() * kernel.meanDiagonal();
    double[] alpha =
        ShiftedConjugateGradients.solve(
            kernel::times, new double[] {penalty}, centred, FINE, FINE_STEPS)[0];
    QuadraticForm form = kernel.form(alpha);
    form.transform(1, mean);
    return new Choice(form, best.scale(), best.penalty(), best.loss());
  }

  /**
   * The form that gives the log-odds of a class, calibrated on the validation part.
   *
   * @param counts what each image counts, above 0
   */
  Choice classification(boolean[] positive, double[] counts, boolean[] validationPositive) {
    double[] signs = new double[positive.length];
    Arrays.setAll(signs, i -> positive[i] ? 1 : -1);
    ToDoubleFunction<double[]> loss =
        values ->
            values.length == 0
                ? Double.NaN
                : Calibration.fit(values, validationPositive).meanLoss(values, validationPositive);
    Candidate start = ridge(signs, loss);
    Kernel kernel = kernel(start.scale());
    double unit = kernel.meanDiagonal();
    Candidate best = null;
    double[] alpha = new double[train.size()];
    for (int k = LOGISTIC_PENALTIES.length - 1; k >= 0; k--) {
      double penalty = LOGISTIC_PENALTIES[k] * start.penalty();
      alpha = LogisticFit.fit(kernel, positive, counts, penalty * unit, alpha, ROUGH, ROUGH_STEPS);
      double[] values = kernel.form(alpha).values(validation);
      best = better(best, new Candidate(start.scale(), penalty, loss.applyAsDouble(values), alpha));
    }
    double penalty = best.penalty();
    alpha =
        LogisticFit.fit(kernel, positive, counts, penalty * unit, best.alpha(), FINE, FINE_STEPS);
    QuadraticForm form = kernel.form(alpha);
    Calibration calibration = Calibration.fit(form.values(validation), validationPositive);
    form.transform(calibration.slope(), calibration.shift());
    return new Choice(form, start.scale(), penalty, best.loss());
  }

  private Kernel kernel(double scale) {
    return Kernel.of(train, scale * train.meanSquare());
  }

  private Candidate ridge(double[] targets, ToDoubleFunction<double[]> loss) {
    if (validation.size() == 0) {
      return new Candidate(DEFAULT_SCALE, DEFAULT_PENALTY, Double.NaN, new double[0]);
    }
    Candidate best = null;
    for (double scale : SCALES) {
      Kernel kernel = kernel(scale);
      double unit = kernel.meanDiagonal();
      double[] shifts = Arrays.stream(PENALTIES).map(penalty -> penalty * unit).toArray();
      double[][] solutions =
          ShiftedConjugateGradients.solve(kernel::times, shifts, targets, ROUGH, ROUGH_STEPS);
      for (int k = 0; k < shifts.length; k++) {
        double[] values = kernel.form(solutions[k]).values(validation);
        best =
            better(
                best,
                new Candidate(scale, PENALTIES[k], loss.applyAsDouble(values), new double[0]));
      }
    }
    return best;
  }

  private static Candidate better(@Nullable Candidate best, Candidate other) {
    return best == null || other.loss() < best.loss() ? other : best;
  }

  private static double square(double x) {
    return x * x;
  }
}
