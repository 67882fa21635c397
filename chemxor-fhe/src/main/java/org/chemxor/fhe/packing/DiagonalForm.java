package org.chemxor.fhe.packing;

import java.util.Arrays;
import java.util.List;

/**
 * A linear map on packed vectors, by baby steps and giant steps: {@code u = sum over inputs i,
 * giants g and babies s of w(i, g, s) * rot(x_i, g G + b_s)}, slot by slot, and then {@code u +=
 * rot(u, f)} for each fold step f in turn (hybrid diagonals; Juvekar, Vaikuntanathan, Chandrakasan,
 * USENIX Security 2018). Immutable.
 */
public final class DiagonalForm {

  /** Where the weights come from. */
  @FunctionalInterface
  public interface Source {
    /** The weight at {@code slot} for an input, a giant step and a baby step. */
    double weight(int input, int giant, int baby, int slot);
  }

  /**
   * The rotations of a form.
   *
   * @param babySteps rotations made of every input, in slots; 0 may be among them
   * @param giantStep G, in slots
   * @param giants number of giant steps, 0 included
   */
  public record Steps(List<Integer> babySteps, int giantStep, int giants) {
    /** Copies the list. */
    public Steps {
      babySteps = List.copyOf(babySteps);
    }

    /**
     * Rotations by 0, unit, 2 unit, ... split so that hoisted baby steps and giant steps balance:
     * about sqrt(2 count / inputs) baby steps.
     *
     * @param count number of rotations, a power of two
     * @param unit slots per rotation
     * @param inputs number of vectors that are rotated
     */
    static Steps balanced(int count, int unit, int inputs) {
      double target = Math.sqrt(2.0 * count / inputs);
      int babies = 1;
      while (babies * Math.sqrt(2) <= target && 2 * babies <= count) {
        babies *= 2;
      }
      int[] steps = new int[babies];
      Arrays.setAll(steps, s -> s * unit);
      return new Steps(Arrays.stream(steps).boxed().toList(), babies * unit, count / babies);
    }
  }

  private final int inputs;
  private final Steps steps;
  private final Source source;
  private final int[] foldSteps;
  private final int[] outputFeatures;

  /**
   * @param inputs number of input vectors
   * @param steps the rotations of each
   * @param source the weights
   * @param foldSteps rotations to fold by, in order
   * @param outputFeatures by slot, the feature of the result or {@link SlotLayout#EMPTY}
   */
  DiagonalForm(int inputs, Steps steps, Source source, int[] foldSteps, int[] outputFeatures) {
    this.inputs = inputs;
    this.steps = steps;
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

  /** The rotations of each input. */
  public Steps steps() {
    return steps;
  }

  /** Rotations to fold by, in order; a copy. */
  public int[] foldSteps() {
    return foldSteps.clone();
  }

  /** By slot, the feature of the result or {@link SlotLayout#EMPTY}; a copy. */
  public int[] outputFeatures() {
    return outputFeatures.clone();
  }

  /** The weights of one rotation, themselves rotated right by its giant steps. */
  public double[] shiftedWeights(int input, int giant, int baby) {
    int n = slots();
    int shift = Math.floorMod(giant * steps.giantStep(), n);
    double[] values = new double[n];
    Arrays.setAll(values, slot -> source.weight(input, giant, baby, (slot - shift + n) % n));
    return values;
  }

  /** Whether every weight of a rotation is zero. */
  public boolean isZero(int input, int giant, int baby) {
    for (int slot = 0; slot < slots(); slot++) {
      if (source.weight(input, giant, baby, slot) != 0) {
        return false;
      }
    }
    return true;
  }
}
