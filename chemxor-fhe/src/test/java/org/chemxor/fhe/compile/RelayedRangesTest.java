package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;

/** Values that a client relays have as much room as the parameters leave. */
class RelayedRangesTest {
  private static final Network NETWORK = network();

  /** Wide enough sums that the bounds of a round are far from what typical inputs reach. */
  private static Network network() {
    Random random = new Random(5);
    Network.Builder builder =
        Network.builder("relayed", Shape.image(1, 16, 16)).add(new Layer.Flatten());
    int features = 256;
    for (int i = 0; i < 4; i++) {
      builder.add(Networks.linear(random, features, 64)).add(Polynomial.CHEMXOR);
      features = 64;
    }
    return builder.add(Networks.linear(random, features, 1)).build();
  }

  /**
   * How many times as far from the centre as on typical inputs values of the first round may be.
   */
  private static double margin(Plan plan) {
    EncryptedProgram program = ProgramCompiler.compile(NETWORK, plan);
    assertThat(program.roundCount()).isGreaterThan(1);
    List<ValueRange> typical = Magnitudes.typicalRanges(StageGraph.of(NETWORK), plan);
    return program.certificate().rounds().get(0).accepted().reach() / typical.get(1).reach();
  }

  @Test
  void theyMayBeEightTimesAsLargeAsOnTypicalInputs() {
    Plan plan = Plan.partitioned().insecureWithDegree(2048);
    assertThat(margin(plan)).isCloseTo(8, within(1e-9));
  }

  @Test
  void parametersWithLessRoomAreTriedWithHalfOfThat() {
    Plan plan = Plan.partitioned();
    Certifier certifier = new Certifier(StageGraph.of(NETWORK), plan, 0);
    List<List<Integer>> parts = List.of(List.of(0), List.of(1, 2, 3, 4));
    assertThat(certifier.relayedChoices()).isEqualTo(2);
    assertThat(reach(certifier.relayed(parts, 0)))
        .isCloseTo(2 * reach(certifier.relayed(parts, 1)), within(1e-9));
  }

  private static double reach(Certificate certificate) {
    return certificate.rounds().get(0).accepted().reach();
  }
}
