package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.chemxor.cli.RealMolecules.Agreement;
import org.chemxor.cli.RealMolecules.Net;
import org.chemxor.cli.RealMolecules.Way;
import org.chemxor.core.Network;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole promise, encrypted: two hundred molecules through every net and plan. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealMoleculesSlowTest {
  private static final double TOLERANCE = 0x1p-12;
  private static final int COUNT = 200;

  private final Map<Net, Network> regressions = new EnumMap<>(Net.class);

  @ParameterizedTest
  @CsvSource({
    "ZERO, PARTITIONED",
    "ZERO, SINGLE_ROUND",
    "ZERO, BATCH",
    "STANDARD, PARTITIONED",
    "STANDARD, SINGLE_ROUND",
    "STANDARD, BATCH",
    "ONE, PARTITIONED",
    "ONE, SINGLE_ROUND",
    "ONE, BATCH"
  })
  void encryptedPredictionsAreThePlainOnes(Net net, Way way, TestReporter reporter) {
    Network network = regressions.computeIfAbsent(net, Net::regression);
    Agreement agreement =
        RealMolecules.compare(
            network,
            RealMolecules.images(RealMolecules.drugs(), COUNT),
            inputs -> RealMolecules.encrypted(network, way.plan(COUNT), inputs));
    reporter.publishEntry(net + " " + way, agreement.toString());
    assertThat(agreement.relative()).as("%s", agreement).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"ZERO, PARTITIONED", "ZERO, BATCH", "ONE, PARTITIONED"})
  void noClassFlipsInAThousandMolecules(Net net, Way way) {
    Network network = net.classification();
    double[][] molecules = RealMolecules.thousand();
    Agreement agreement =
        RealMolecules.compare(
            network,
            molecules,
            inputs -> RealMolecules.encrypted(network, way.plan(molecules.length), inputs));
    assertThat(agreement.flipped()).as("%s", agreement).isZero();
  }
}
