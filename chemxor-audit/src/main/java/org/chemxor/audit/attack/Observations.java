package org.chemxor.audit.attack;

import java.util.Arrays;

/**
 * What an attacker knows: the signals of the attacked model and those of reference models, for
 * which the attacker knows what they learned from. Immutable.
 *
 * @param target signal of the attacked model for each compound
 * @param references signals {@code [model][compound]} of at least one reference model
 * @param in {@code [model][compound]}, whether the reference model learned from the compound
 * @param scale what the signals are
 */
public record Observations(
    double[] target, double[][] references, boolean[][] in, SignalScale scale) {

  /** Copies the arrays and checks shapes and that all signals are finite. */
  public Observations {
    if (target.length == 0 || references.length == 0 || references.length != in.length) {
      throw new IllegalArgumentException(
          "an attack needs a compound and a reference model, got "
              + target.length
              + ", "
              + references.length
              + " and the training sets of "
              + in.length);
    }
    for (int m = 0; m < references.length; m++) {
      if (references[m].length != target.length || in[m].length != target.length) {
        throw new IllegalArgumentException(
            "reference model " + m + " has other compounds than the attacked model");
      }
      requireFinite(references[m]);
    }
    requireFinite(target);
    target = target.clone();
    references = Arrays.stream(references).map(double[]::clone).toArray(double[][]::new);
    in = Arrays.stream(in).map(boolean[]::clone).toArray(boolean[][]::new);
  }

  private static void requireFinite(double[] signals) {
    if (!Arrays.stream(signals).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a signal is not finite");
    }
  }

  /** Number of compounds. */
  public int size() {
    return target.length;
  }

  /** Number of reference models. */
  public int models() {
    return references.length;
  }

  /** Signal of the attacked model. */
  double target(int compound) {
    return target[compound];
  }

  /** Signals of the reference models that learned from a compound, or of those that did not. */
  double[] references(int compound, boolean isIn) {
    double[] found = new double[references.length];
    int count = 0;
    for (int m = 0; m < references.length; m++) {
      if (in[m][compound] == isIn) {
        found[count++] = references[m][compound];
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** A copy. */
  @Override
  public double[] target() {
    return target.clone();
  }

  /** A copy. */
  @Override
  public double[][] references() {
    return Arrays.stream(references).map(double[]::clone).toArray(double[][]::new);
  }

  /** A copy. */
  @Override
  public boolean[][] in() {
    return Arrays.stream(in).map(boolean[]::clone).toArray(boolean[][]::new);
  }
}
