package org.chemxor.audit.attack;

/**
 * What a signal is of the confidence {@code p}, above 0 and at most 1, that a model has in the
 * truth.
 */
public enum SignalScale {
  /** {@code log(p / (1 - p))}: classes, where {@code p} is the probability of the known class. */
  LOGIT {
    @Override
    public double logConfidence(double signal) {
      return signal > 0 ? -Math.log1p(Math.exp(-signal)) : signal - Math.log1p(Math.exp(signal));
    }
  },
  /**
   * {@code log p}: values, where {@code p = exp(-|error| / scale)}, a Laplace density over its
   * peak.
   */
  LOG {
    @Override
    public double logConfidence(double signal) {
      return signal;
    }
  };

  /** {@code log p}, at most 0. */
  public abstract double logConfidence(double signal);
}
