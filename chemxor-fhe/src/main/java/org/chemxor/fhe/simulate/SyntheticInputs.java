package org.chemxor.fhe.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.fhe.program.Plan;

/**
 * Inputs from a plan's range on which networks are tried before any molecule is seen: as sparse as
 * fingerprints, and denser. The same at every call.
 */
public final class SyntheticInputs {
  /** As many pixels as fingerprints set. */
  private static final double[] TYPICAL_DENSITIES = {0.02, 0.05, 0.1};

  private static final int SAMPLES_PER_DENSITY = 5;

  /** Several times as many pixels as molecules set. */
  private static final double[] EXTREME_DENSITIES = {0.2, 0.4};

  private final int size;
  private final Plan plan;

  /**
   * @param size numbers of an input
   * @param plan whose range they are from
   */
  public SyntheticInputs(int size, Plan plan) {
    this.size = size;
    this.plan = plan;
  }

  /** As sparse as fingerprints. */
  public List<double[]> typical() {
    Random random = new Random(20261121);
    List<double[]> inputs = new ArrayList<>();
    for (double density : TYPICAL_DENSITIES) {
      for (int i = 0; i < SAMPLES_PER_DENSITY; i++) {
        inputs.add(input(random, density));
      }
    }
    return inputs;
  }

  /**
   * Typical ones; when they are so small that hardly any number would be set, full ones as well.
   */
  public List<double[]> typicalOfAnySize() {
    List<double[]> inputs = new ArrayList<>(typical());
    if (size * TYPICAL_DENSITIES[0] < 1) {
      Random random = new Random(20261129);
      for (int i = 0; i < SAMPLES_PER_DENSITY; i++) {
        inputs.add(input(random, 1));
      }
    }
    return inputs;
  }

  /** Denser than molecules are. */
  public List<double[]> extreme() {
    Random random = extremeRandom();
    List<double[]> inputs = new ArrayList<>();
    for (double density : EXTREME_DENSITIES) {
      inputs.add(input(random, density));
    }
    return inputs;
  }

  /** Every number set: at random, and to the largest. */
  public List<double[]> full() {
    Random random = extremeRandom();
    for (double density : EXTREME_DENSITIES) {
      input(random, density);
    }
    double[] largest = new double[size];
    Arrays.fill(largest, plan.maxInput());
    return List.of(input(random, 1), largest);
  }

  private static Random extremeRandom() {
    return new Random(20261122);
  }

  private double[] input(Random random, double density) {
    double[] input = new double[size];
    for (int i = 0; i < size; i++) {
      boolean isSet = random.nextDouble() < density;
      double value = plan.minInput() + (plan.maxInput() - plan.minInput()) * random.nextDouble();
      input[i] = isSet ? value : Math.max(plan.minInput(), Math.min(0, plan.maxInput()));
    }
    return input;
  }
}
