package org.chemxor.models.trained;

/** What a model predicts. */
public enum Task {
  /** One real number per molecule; trained on the mean squared error. */
  REGRESSION,
  /** One of several classes, the one with the largest output; trained on the cross entropy. */
  CLASSIFICATION
}
