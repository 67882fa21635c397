package org.chemxor.fhe.packing;

import java.util.Arrays;

/**
 * A linear map on packed vectors: {@code u = sum over inputs i and d < diagonals of diagonal(i, d)
 * * rot(x_i, d unit)}, slot by slot, and then {@code u += rot(u, f)} for each fold step f in turn
 * (hybrid diagonals; Juvekar, Vaikuntanathan, Chandrakasan, USENIX Security 2018). Immutable.
 */
public final class DiagonalForm {

  /** Where the weights come from. */
  @FunctionalInterface
  public interface Source {
    /** The weight that multiplies slot {@code slot} of input {@code input} rotated by d units. */
    double weight(int input, int diagonal, int slot);
  }

  private final int inputs;
  private final int diagonals;
  private final int unit;
  private final Source source;
  private final int[] foldSteps;
  private final int[] outputFeatures;

  /**
   * @param inputs number of input vectors
   * @param diagonals number of rotations of each, 0 included
   * @param unit slots per rotation step
   * @param source the weights
   * @param foldSteps rotations to fold by, in order
   * @param outputFeatures by slot, the feature of the result or {@link SlotLayout#EMPTY}
   */
  DiagonalForm(
      int inputs, int diagonals, int unit, Source source, int[] foldSteps, int[] outputFeatures) {
    this.inputs = inputs;
    this.diagonals = diagonals;
    this.unit = unit;
    this.source = source;
    this.foldSteps = foldSteps.clone();
    this.outputFeatures = outputFeatures.clone();
  }

  /** Number of slots n. */
  public int slots() {
    return outputFeatures.length;
  }

  /** Number of input vectors. */
  public int inputs() {
    return inputs;
  }

  /** Number of rotations of each input, 0 included. */
  public int diagonals() {
    return diagonals;
  }

  /** Slots per rotation step. */
  public int unit() {
    return unit;
  }

  /** Rotations to fold by, in order; a copy. */
  public int[] foldSteps() {
    return foldSteps.clone();
  }

  /** By slot, the feature of the result or {@link SlotLayout#EMPTY}; a copy. */
  public int[] outputFeatures() {
    return outputFeatures.clone();
  }

  /** Diagonal d of an input, rotated right by {@code shift} slots. */
  public double[] diagonal(int input, int d, int shift) {
    int n = slots();
    double[] values = new double[n];
    Arrays.setAll(values, slot -> source.weight(input, d, (slot - shift % n + n) % n));
    return values;
  }

  /** Whether every weight of diagonal d is zero. */
  public boolean isZero(int input, int d) {
    for (int slot = 0; slot < slots(); slot++) {
      if (source.weight(input, d, slot) != 0) {
        return false;
      }
    }
    return true;
  }
}
