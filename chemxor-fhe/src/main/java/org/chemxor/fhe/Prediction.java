package org.chemxor.fhe;

import java.util.List;
import org.chemxor.fhe.graph.StageGraph;

/**
 * The error a program will have, found by running it in simulation on synthetic inputs.
 *
 * @param maxError the largest difference from the network in the clear
 * @param outputRange difference between the largest and the least output in the clear
 * @param samples number of inputs tried
 */
public record Prediction(double maxError, double outputRange, int samples) {

  /** The error relative to the range of the outputs. */
  public double relativeError() {
    return maxError / outputRange;
  }

  /** Runs every synthetic input of the plan's range once. */
  static Prediction of(EncryptedProgram program) {
    StageGraph graph = program.graph();
    Simulation simulation = new Simulation(program, 1);
    List<double[]> inputs =
        Magnitudes.typicalInputs(graph.network().inputShape().size(), program.plan());
    double maxError = 0;
    double[][] simulated = simulation.evaluate(inputs.toArray(double[][]::new));
    for (int sample = 0; sample < simulated.length; sample++) {
      double[] expected = graph.evaluate(inputs.get(sample));
      for (int i = 0; i < expected.length; i++) {
        maxError = Math.max(maxError, Math.abs(expected[i] - simulated[sample][i]));
      }
    }
    return new Prediction(maxError, program.outputRange(), inputs.size());
  }
}
