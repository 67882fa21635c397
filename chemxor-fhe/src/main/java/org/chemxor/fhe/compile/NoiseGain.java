package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;

/**
 * How much noise at every stage moves the network's outputs. The network runs twice in the clear,
 * once with small random numbers added wherever a rescale or key switch adds its noise; the ratio
 * of the outputs' difference to one such number is the gain.
 */
final class NoiseGain {
  /** Small enough that the network is linear in it, large enough to stand above rounding. */
  private static final double UNIT = 1e-7;

  private static final int DRAWS = 3;

  /**
   * Noise of encoding a weight relative to that of a rescale, sqrt(3 / 2N), at the least N used for
   * whole networks.
   */
  private static final double WEIGHT_NOISE = Math.sqrt(1.5 / 16384);

  private final StageGraph graph;
  private final Random random = new Random(20261121);

  private NoiseGain(StageGraph graph) {
    this.graph = graph;
  }

  /** The outputs' standard deviation in units of the noise of one rescale. */
  static double of(StageGraph graph, List<double[]> inputs) {
    NoiseGain gain = new NoiseGain(graph);
    double sum = 0;
    int count = 0;
    for (double[] input : inputs) {
      double[] exact = graph.evaluate(input);
      for (int draw = 0; draw < DRAWS; draw++) {
        double[] noisy = gain.noisyOutputs(input);
        for (int i = 0; i < exact.length; i++) {
          sum += Math.pow((noisy[i] - exact[i]) / UNIT, 2);
          count++;
        }
      }
    }
    return Math.sqrt(sum / count);
  }

  private double[] noisyOutputs(double[] input) {
    List<double[]> values = new ArrayList<>();
    values.add(input);
    for (Stage stage : graph.stages()) {
      values.add(noisy(stage, graph.gatherSources(stage, values)));
    }
    return graph.outputs(values);
  }

  /**
   * Rotations disturb the inputs, encoded weights and the rescale the sums, a rescale the powers.
   */
  private double[] noisy(Stage stage, double[] sources) {
    double[] bias = stage.bias();
    double[] sums = stage.map().isIdentity() ? sources.clone() : noisySums(stage, sources);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = stage.activation().apply(sums[i] + bias[i]);
    }
    return stage.activation().depth() == 0 ? sums : disturbed(sums, UNIT);
  }

  private double[] noisySums(Stage stage, double[] sources) {
    double norm = Math.sqrt(Arrays.stream(sources).map(v -> v * v).sum());
    double[] y = stage.map().apply(disturbed(sources, UNIT));
    double weights = WEIGHT_NOISE * norm;
    return disturbed(y, UNIT * Math.sqrt(1 + weights * weights));
  }

  private double[] disturbed(double[] values, double deviation) {
    return Arrays.stream(values).map(v -> v + deviation * random.nextGaussian()).toArray();
  }
}
