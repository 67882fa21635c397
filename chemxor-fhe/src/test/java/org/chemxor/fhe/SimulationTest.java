package org.chemxor.fhe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.junit.jupiter.api.Test;

class SimulationTest {
  @Test
  void olindaNetZeroAgreesWithTheReference() {
    Network network = Networks.olindaNetZero(1, 1);
    EncryptedProgram program = EncryptedProgram.compile(network, Plan.partitioned());
    System.err.println(program.describe());
    Simulation simulation = new Simulation(program, 2);
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    for (int i = 0; i < 5; i++) {
      double[] image = Networks.image(i, 1024);
      double expected = reference.evaluate(image)[0];
      long t = System.nanoTime();
      double actual = simulation.evaluate(image)[0];
      System.err.println(
          expected
              + " "
              + actual
              + " "
              + (actual - expected)
              + " range "
              + program.outputRange()
              + " ms "
              + (System.nanoTime() - t) / 1e6);
      assertThat(actual)
          .as("image %d", i)
          .isCloseTo(expected, within(program.outputRange() * 0x1p-12));
    }
  }
}
