package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.fhe.graph.StageGraph;

/**
 * How large the values of a network get, found by running it in the clear on synthetic inputs from
 * the plan's range: sparse ones like fingerprints, dense ones, and the extremes.
 *
 * @param headroomBits log2 of the largest mean magnitude of any value, plus a margin of 4
 * @param minOutput the least output seen
 * @param maxOutput the largest output seen
 * @param noiseGain the outputs' noise in units of the noise of one rescale
 * @param largest the largest magnitude of any feature of any value
 */
record Magnitudes(
    int headroomBits, double minOutput, double maxOutput, double noiseGain, double largest) {
  private static final int MARGIN_BITS = 4;
  private static final int BATCH_MARGIN_BITS = 3;
  private static final double[] DENSITIES = {0.02, 0.05, 0.1, 0.2, 0.4, 1};

  static Magnitudes of(StageGraph graph, Plan plan) {
    double largestMean = 1;
    double largest = 1;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    List<double[]> inputs = inputs(graph.network().inputShape().size(), plan);
    for (double[] input : inputs) {
      for (double[] value : graph.evaluateAll(input)) {
        double mean = Arrays.stream(value).map(Math::abs).average().orElse(0);
        largestMean = Math.max(largestMean, mean);
        largest = Math.max(largest, Arrays.stream(value).map(Math::abs).max().orElse(0));
      }
      for (double v : graph.evaluate(input)) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
    }
    int bits = bits(largestMean) + MARGIN_BITS;
    return new Magnitudes(bits, min, max, NoiseGain.of(graph, inputs), largest);
  }

  private static int bits(double magnitude) {
    return (int) Math.ceil(Math.log(magnitude) / Math.log(2));
  }

  /**
   * For a feature in every ciphertext: its polynomial is as large as that feature, not as the mean
   * of all.
   */
  Magnitudes forBatch() {
    int bits = bits(largest) + BATCH_MARGIN_BITS;
    return new Magnitudes(bits, minOutput, maxOutput, noiseGain, largest);
  }

  /** Difference between the largest and the least output seen. */
  double outputRange() {
    return maxOutput - minOutput;
  }

  /** Synthetic inputs, the same at every call. */
  static List<double[]> inputs(int size, Plan plan) {
    Random random = new Random(20261121);
    List<double[]> inputs = new ArrayList<>();
    for (double density : DENSITIES) {
      double[] input = new double[size];
      for (int i = 0; i < size; i++) {
        boolean isSet = random.nextDouble() < density;
        double value = plan.minInput() + (plan.maxInput() - plan.minInput()) * random.nextDouble();
        input[i] = isSet ? value : Math.max(plan.minInput(), Math.min(0, plan.maxInput()));
      }
      inputs.add(input);
    }
    double[] extreme = new double[size];
    Arrays.fill(extreme, plan.maxInput());
    inputs.add(extreme);
    return inputs;
  }
}
