package org.chemxor.fhe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.simulate.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Networks by seed under every plan: compiled, simulated and evaluated right, or refused by name
 * before a key is made. Nothing else.
 */
class RandomNetworksTest {
  private static final int NETWORKS = 200;
  private static final int ENCRYPTED = 12;

  /** The plans, on rings that are small and not secure. */
  enum Way {
    PARTITIONED,
    SINGLE_ROUND,
    BATCH,
    SINGLE_ROUND_BATCH
  }

  private static Plan plan(Way way) {
    return switch (way) {
      case PARTITIONED -> Plan.partitioned().insecureWithDegree(2048);
      case SINGLE_ROUND -> Plan.singleRound().insecureWithDegree(2048);
      case BATCH -> Plan.batch(64).insecureWithDegree(1024);
      case SINGLE_ROUND_BATCH -> Plan.singleRound().withBatch(64).insecureWithDegree(1024);
    };
  }

  private final Map<Way, Integer> runs = new EnumMap<>(Way.class);
  private final List<String> failures = new ArrayList<>();

  @Test
  void networksOfEverySeedAreSimulatedRightOrRefusedByName() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      for (Way way : Way.values()) {
        check(seed, way, plan(way), false);
      }
    }
    assertHolds(NETWORKS);
  }

  @Test
  void aDozenNetworksAreEvaluatedRightUnderEncryption() {
    for (long seed = 0; seed < ENCRYPTED; seed++) {
      for (Way way : Way.values()) {
        check(seed, way, plan(way), true);
      }
    }
    assertHolds(ENCRYPTED);
  }

  /** Requests were too large to be encoded, and places at an edge had no weight at all. */
  @Test
  void batchesThatEndedInInternalExceptionsAreEvaluatedRightOrRefusedByName() {
    for (long seed : new long[] {77, 78, 102, 120}) {
      check(seed, Way.BATCH, plan(Way.BATCH), true);
      check(seed, Way.SINGLE_ROUND_BATCH, plan(Way.SINGLE_ROUND_BATCH), true);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  @Tag("slow")
  void networksOfEverySeedAreEvaluatedRightUnderEncryption() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      for (Way way : Way.values()) {
        check(seed, way, plan(way), true);
      }
    }
    assertHolds(NETWORKS);
  }

  @Test
  @Tag("slow")
  void networksOfEverySeedAreSimulatedRightWithSecureParametersOrRefusedByName() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      check(seed, Way.PARTITIONED, Plan.partitioned(), false);
      check(seed, Way.SINGLE_ROUND, Plan.singleRound(), false);
      check(seed, Way.BATCH, Plan.batch(64), false);
    }
    assertThat(failures).isEmpty();
  }

  /** Most networks run, so that refusals are the exception. */
  private void assertHolds(int networks) {
    assertThat(failures).isEmpty();
    for (Way way : Way.values()) {
      assertThat(runs.getOrDefault(way, 0))
          .as("networks of %d that run by %s", networks, way)
          .isGreaterThan(networks / 2);
    }
  }

  private void check(long seed, Way way, Plan plan, boolean isEncrypted) {
    String label = "seed " + seed + " " + way;
    try {
      Network network = RandomNetwork.of(seed);
      Optional<EncryptedProgram> program = compile(network, plan, label);
      if (program.isPresent()) {
        runs.merge(way, 1, Integer::sum);
        double[][] inputs = {
          Networks.image(seed, network.inputShape().size()),
          Networks.image(seed + 1, network.inputShape().size())
        };
        double[][] outputs =
            isEncrypted
                ? encrypted(network, plan, inputs)
                : new Simulation(program.get(), 3).evaluate(inputs);
        compare(program.get(), inputs, outputs, label);
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(label + ": " + e + " at " + e.getStackTrace()[0]);
    }
  }

  private Optional<EncryptedProgram> compile(Network network, Plan plan, String label) {
    try {
      return Optional.of(ProgramCompiler.compile(network, plan));
    } catch (ChemXorException e) {
      boolean isSentence = String.valueOf(e.getMessage()).matches("(?s).*\\b(use|ask|train)\\b.*");
      if (!isSentence) {
        failures.add(label + " is refused without saying what to do: " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static double[][] encrypted(Network network, Plan plan, double[][] inputs) {
    try (FheModel model = FheModel.wrap(network, plan);
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      double[][] outputs = new double[inputs.length][];
      for (int i = 0; i < inputs.length; i++) {
        outputs[i] =
            model.evaluate(client, keys, inputs[i]).outputs().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
      }
      return outputs;
    }
  }

  private static void compare(
      EncryptedProgram program, double[][] inputs, double[][] outputs, String label) {
    ReferenceEvaluator reference = new ReferenceEvaluator(program.network());
    for (int i = 0; i < inputs.length; i++) {
      double[] expected = reference.evaluate(inputs[i]);
      assertThat(outputs[i]).as(label).hasSameSizeAs(expected);
      for (int o = 0; o < expected.length; o++) {
        assertThat(outputs[i][o])
            .as("%s, input %d, output %d", label, i, o)
            .isCloseTo(expected[o], within(program.outputRange() * 0x1p-12));
      }
    }
  }
}
