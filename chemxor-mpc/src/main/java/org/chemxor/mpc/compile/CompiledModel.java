package org.chemxor.mpc.compile;

import java.util.Map;

/**
 * A plan with the model owner's numbers: what never leaves the model owner.
 *
 * @param plan the public part
 * @param affine weights and biases by the index of their gate
 * @param constants what is added to the results of square gates, by their index
 */
public record CompiledModel(
    Plan plan, Map<Integer, AffineWeights> affine, Map<Integer, Long> constants) {

  /**
   * The numbers of an affine gate in fixed point.
   *
   * @param weights {@code [out, in, rows, columns]}, magnitudes below 2^20
   * @param bias one for each output channel, with the fractional bits of the products
   */
  public record AffineWeights(long[] weights, long[] bias) {
    @Override
    public String toString() {
      return "AffineWeights[" + weights.length + " secret numbers]";
    }
  }

  /** Copies the maps and checks that no gate lacks its numbers. */
  public CompiledModel {
    affine = Map.copyOf(affine);
    constants = Map.copyOf(constants);
    for (int i = 0; i < plan.gates().size(); i++) {
      if (plan.gates().get(i) instanceof Gate.Affine gate) {
        AffineWeights numbers = affine.get(i);
        if (numbers == null
            || numbers.weights().length != gate.shape().weightCount()
            || numbers.bias().length != gate.shape().outChannels()) {
          throw new IllegalArgumentException("gate " + i + " (" + gate.name() + ") lacks weights");
        }
      }
    }
  }

  /**
   * The same, telling data owners how samples are made.
   *
   * @param settings of a featuriser; they are public, and part of the plan
   * @throws org.chemxor.core.InvalidInputException when they are too long
   */
  public CompiledModel withFeaturiser(String settings) {
    return new CompiledModel(plan.withFeaturiser(settings), affine, constants);
  }

  /** The numbers of affine gate {@code index}. */
  public AffineWeights weightsOf(int index) {
    AffineWeights numbers = affine.get(index);
    if (numbers == null) {
      throw new IllegalArgumentException("gate " + index + " has no weights");
    }
    return numbers;
  }

  /** The constant of gate {@code index}; 0 when it has none. */
  public long constantOf(int index) {
    return constants.getOrDefault(index, 0L);
  }

  @Override
  public String toString() {
    return "CompiledModel[" + plan.name() + ", " + plan.gates().size() + " gates]";
  }
}
