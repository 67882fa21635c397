package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.chemxor.cli.RealMolecules.Agreement;
import org.chemxor.cli.RealMolecules.Net;
import org.chemxor.cli.RealMolecules.Way;
import org.chemxor.core.Network;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trained networks on real molecules: every net and plan in simulation, some of them encrypted. All
 * of them encrypted takes an hour: {@link RealMoleculesSlowTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealMoleculesTest {
  private static final double TOLERANCE = 0x1p-12;

  private final Map<Net, Network> regressions = new EnumMap<>(Net.class);
  private final Map<Net, Network> classifications = new EnumMap<>(Net.class);

  private Network regression(Net net) {
    return regressions.computeIfAbsent(net, Net::regression);
  }

  private Network classification(Net net) {
    return classifications.computeIfAbsent(net, Net::classification);
  }

  private static double[][] drugs(int count) {
    return RealMolecules.images(RealMolecules.drugs(), count);
  }

  @ParameterizedTest
  @CsvSource({
    "ZERO, PARTITIONED, 200",
    "ZERO, SINGLE_ROUND, 200",
    "ZERO, BATCH, 200",
    "STANDARD, PARTITIONED, 200",
    "STANDARD, SINGLE_ROUND, 200",
    "STANDARD, BATCH, 200",
    "ONE, PARTITIONED, 200",
    "ONE, SINGLE_ROUND, 50",
    "ONE, BATCH, 200"
  })
  void simulatedPredictionsAreThePlainOnes(Net net, Way way, int count) {
    Network network = regression(net);
    EncryptedProgram program = ProgramCompiler.compile(network, way.plan(count));
    Agreement agreement =
        RealMolecules.compare(network, drugs(count), RealMolecules.simulated(program));
    assertThat(agreement.samples()).isEqualTo(count);
    assertThat(agreement.relative()).as("%s", agreement).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "STANDARD, PARTITIONED, 3",
    "ONE, PARTITIONED, 2",
    "ZERO, SINGLE_ROUND, 2",
    "ZERO, BATCH, 20"
  })
  void encryptedPredictionsAreThePlainOnes(Net net, Way way, int count) {
    Network network = regression(net);
    double[][] images = drugs(200);
    double range = RealMolecules.compare(network, images, inputs -> plain(network, inputs)).range();
    Agreement agreement =
        RealMolecules.compare(
            network,
            drugs(count),
            inputs -> RealMolecules.encrypted(network, way.plan(count), inputs));
    assertThat(agreement.worst() / range).as("%s of %s", agreement, range).isLessThan(TOLERANCE);
  }

  private static double[][] plain(Network network, double[][] inputs) {
    org.chemxor.core.ReferenceEvaluator reference =
        new org.chemxor.core.ReferenceEvaluator(network);
    return java.util.Arrays.stream(inputs).map(reference::evaluate).toArray(double[][]::new);
  }

  @Test
  void noClassFlipsInAThousandMoleculesSimulatedInParts() {
    assertNoFlip(Net.ZERO, Plan.partitioned());
  }

  @ParameterizedTest
  @EnumSource
  void noClassFlipsInAThousandMoleculesSimulatedInABatch(Net net) {
    assertNoFlip(net, Plan.batch(1000));
  }

  private void assertNoFlip(Net net, Plan plan) {
    Network network = classification(net);
    EncryptedProgram program = ProgramCompiler.compile(network, plan);
    double[][] molecules = RealMolecules.thousand();
    assertThat(molecules).hasNumberOfRows(1000);
    Agreement agreement =
        RealMolecules.compare(network, molecules, RealMolecules.simulated(program));
    assertThat(agreement.flipped()).as("%s", agreement).isZero();
  }

  @Test
  void noClassFlipsInAnEncryptedSample() {
    Network network = classification(Net.ZERO);
    Agreement agreement =
        RealMolecules.compare(
            network,
            drugs(20),
            inputs -> RealMolecules.encrypted(network, Plan.partitioned(), inputs));
    assertThat(agreement.flipped()).as("%s", agreement).isZero();
  }
}
