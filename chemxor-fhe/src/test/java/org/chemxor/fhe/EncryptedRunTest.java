package org.chemxor.fhe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.chemxor.ckks.Parallelism;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.junit.jupiter.api.Test;

class EncryptedRunTest {
  @Test
  void olindaNetZeroUnderEncryptionAgreesWithTheReference() {
    Network network = Networks.olindaNetZero(1, 1);
    EncryptedProgram program = EncryptedProgram.compile(network, Plan.partitioned());
    InMemoryRun run = new InMemoryRun(program, Parallelism.sequential());
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    for (int i = 0; i < 3; i++) {
      double[] image = Networks.image(i, 1024);
      assertThat(run.evaluate(image)[0])
          .as("image of seed %d", i)
          .isCloseTo(reference.evaluate(image)[0], within(program.outputRange() * 0x1p-12));
    }
  }
}
