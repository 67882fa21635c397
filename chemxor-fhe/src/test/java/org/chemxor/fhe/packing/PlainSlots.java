package org.chemxor.fhe.packing;

/** Diagonal forms evaluated on plain vectors, just as an evaluator does on ciphertexts. */
final class PlainSlots {
  private PlainSlots() {}

  static double[] rotate(double[] x, int steps) {
    double[] rotated = new double[x.length];
    for (int slot = 0; slot < x.length; slot++) {
      rotated[slot] = x[Math.floorMod(slot + steps, x.length)];
    }
    return rotated;
  }

  /**
   * The slots of the result, folds included.
   *
   * @param inputs by input vector and slot
   */
  static double[] evaluate(DiagonalForm form, double[][] inputs) {
    int n = form.slots();
    double[] sum = new double[n];
    for (int giant = 0; giant < form.steps().giants(); giant++) {
      double[] group = new double[n];
      for (int input = 0; input < form.inputs(); input++) {
        for (int baby = 0; baby < form.steps().babySteps().size(); baby++) {
          double[] weights = form.shiftedWeights(input, giant, baby);
          double[] x = rotate(inputs[input], form.steps().babySteps().get(baby));
          for (int slot = 0; slot < n; slot++) {
            group[slot] += weights[slot] * x[slot];
          }
        }
      }
      add(sum, rotate(group, giant * form.steps().giantStep()));
    }
    for (int fold : form.foldSteps()) {
      add(sum, rotate(sum, fold));
    }
    return sum;
  }

  private static void add(double[] sum, double[] x) {
    for (int slot = 0; slot < sum.length; slot++) {
      sum[slot] += x[slot];
    }
  }
}
