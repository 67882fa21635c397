package org.chemxor.fhe.simulate;

import java.util.List;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;

/**
 * The error a program will have, found by running it in simulation on synthetic inputs; takes about
 * as long as encoding the weights.
 *
 * @param maxError the largest difference from the network in the clear
 * @param outputRange difference between the largest and the least output in the clear
 * @param samples number of inputs tried
 */
public record ErrorForecast(double maxError, double outputRange, int samples) {

  /** The error relative to the range of the outputs. */
  public double relativeError() {
    return maxError / outputRange;
  }

  /** Runs every typical synthetic input of the plan's range once. */
  public static ErrorForecast of(EncryptedProgram program) {
    return of(program.graph(), program.plan(), new Simulation(program, 1), program.outputRange());
  }

  /**
   * The same for a program that is not there yet.
   *
   * @param simulation of it
   * @param outputRange difference between the largest and the least output in the clear
   */
  public static ErrorForecast of(
      StageGraph graph, Plan plan, Simulation simulation, double outputRange) {
    List<double[]> inputs =
        new SyntheticInputs(graph.network().inputShape().size(), plan).typical();
    double maxError = 0;
    double[][] simulated = simulation.evaluate(inputs.toArray(double[][]::new));
    for (int sample = 0; sample < simulated.length; sample++) {
      double[] expected = graph.evaluate(inputs.get(sample));
      for (int i = 0; i < expected.length; i++) {
        maxError = Math.max(maxError, Math.abs(expected[i] - simulated[sample][i]));
      }
    }
    return new ErrorForecast(maxError, outputRange, inputs.size());
  }
}
