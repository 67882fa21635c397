package org.chemxor.models.quadratic;

/**
 * Log-odds of a score, {@code slope * score + shift}: Platt's scaling (J. Platt, "Probabilistic
 * outputs for support vector machines", 1999), by Newton's method on the logistic loss with his
 * smoothed targets.
 *
 * @param slope above 0
 * @param shift finite
 */
record Calibration(double slope, double shift) {
  static final Calibration NONE = new Calibration(1, 0);
  private static final int STEPS = 100;
  private static final double LARGEST_SLOPE = 1e3;

  /**
   * Fits to scores of known classes.
   *
   * @param positive whether each sample is of the class
   * @return none where there is nothing to go by: no samples, one class, scores of the wrong order
   */
  static Calibration fit(double[] scores, boolean[] positive) {
    int count = 0;
    for (boolean is : positive) {
      count += is ? 1 : 0;
    }
    int others = positive.length - count;
    if (count == 0 || others == 0) {
      return NONE;
    }
    double high = (count + 1.0) / (count + 2);
    double low = 1.0 / (others + 2);
    double[] targets = new double[scores.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = positive[i] ? high : low;
    }
    Calibration fit = new Calibration(0, Math.log((count + 1.0) / (others + 1)));
    for (int step = 0; step < STEPS; step++) {
      Calibration next = fit.improved(scores, targets);
      boolean still =
          Math.abs(next.slope - fit.slope) <= 1e-10 * (1 + Math.abs(fit.slope))
              && Math.abs(next.shift - fit.shift) <= 1e-10 * (1 + Math.abs(fit.shift));
      fit = next;
      if (still) {
        break;
      }
    }
    return fit.slope > 0 && fit.slope < LARGEST_SLOPE && Double.isFinite(fit.shift) ? fit : NONE;
  }

  /** One Newton step, halved until the loss does not grow. */
  private Calibration improved(double[] scores, double[] targets) {
    double g0 = 0;
    double g1 = 0;
    double h00 = 1e-12;
    double h01 = 0;
    double h11 = 1e-12;
    for (int i = 0; i < scores.length; i++) {
      double p = probability(slope * scores[i] + shift);
      double weight = p * (1 - p);
      g0 += (p - targets[i]) * scores[i];
      g1 += p - targets[i];
      h00 += weight * scores[i] * scores[i];
      h01 += weight * scores[i];
      h11 += weight;
    }
    double determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 0)) {
      return this;
    }
    double slopeStep = (h11 * g0 - h01 * g1) / determinant;
    double shiftStep = (h00 * g1 - h01 * g0) / determinant;
    double loss = loss(scores, targets);
    for (double share = 1; share > 1e-6; share /= 2) {
      Calibration next = new Calibration(slope - share * slopeStep, shift - share * shiftStep);
      if (next.loss(scores, targets) <= loss) {
        return next;
      }
    }
    return this;
  }

  private double loss(double[] scores, double[] targets) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += crossEntropy(slope * scores[i] + shift, targets[i]);
    }
    return sum;
  }

  /** Mean cross entropy of calibrated scores. */
  double meanLoss(double[] scores, boolean[] positive) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += crossEntropy(slope * scores[i] + shift, positive[i] ? 1 : 0);
    }
    return sum / scores.length;
  }

  /** {@code log(1 + exp(z)) - target z}, which does not overflow. */
  private static double crossEntropy(double logit, double target) {
    return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target * logit;
  }

  static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
