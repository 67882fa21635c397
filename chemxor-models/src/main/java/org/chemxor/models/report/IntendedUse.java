package org.chemxor.models.report;

import java.util.List;

/** What every model card says about use and limits. */
final class IntendedUse {
  static final List<String> SENTENCES =
      List.of(
          "The model estimates the property above for small organic molecules like those it was"
              + " trained on. It helps to rank and to choose what to measure; it replaces no"
              + " measurement.",
          "It is less reliable for molecules unlike the training data, such as metal complexes,"
              + " large peptides or mixtures, and for values outside the range of the training"
              + " targets.",
          "The metrics hold for the split named above. A random split flatters a model that will"
              + " meet new chemical series; a scaffold split is closer to that.",
          "Under encryption the network computes the same function up to a small error as long as"
              + " its layers stay inside the ranges above. A molecule that leaves them by much can"
              + " lose accuracy.");

  private IntendedUse() {}
}
