package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.RandomNetwork;
import org.chemxor.fhe.circuit.BatchCircuit;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;
import org.chemxor.fhe.simulate.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A molecule in every slot: simulated and under real encryption. */
class BatchTest {
  private static final Plan SMALL = Plan.batch(64).insecureWithDegree(1024);
  private static final Plan SMALL_SINGLE =
      Plan.singleRound().withBatch(64).insecureWithDegree(1024);

  private static void assertClose(
      EncryptedProgram program, double[][] images, double[][] actual, String how) {
    ReferenceEvaluator reference = new ReferenceEvaluator(program.network());
    for (int i = 0; i < images.length; i++) {
      double[] expected = reference.evaluate(images[i]);
      for (int o = 0; o < expected.length; o++) {
        assertThat(actual[i][o])
            .as("%s %s, image of seed %d, output %d", program.network().name(), how, i, o)
            .isCloseTo(expected[o], within(program.outputRange() * 0x1p-12));
      }
    }
  }

  private static void assertAgrees(Network network, Plan plan, int samples) {
    try (FheModel model = FheModel.wrap(network, plan);
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      double[][] images = Networks.images(network, samples);
      EncryptedProgram program = model.program();
      assertClose(program, images, new Simulation(program, 3).evaluate(images), "simulated");
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      FheResult result = model.evaluateBatch(client, keys, images);
      double[][] outputs =
          result.samples().stream()
              .map(o -> o.stream().mapToDouble(v -> v).toArray())
              .toArray(double[][]::new);
      assertClose(program, images, outputs, "encrypted");
      assertThat(program.rotations().steps()).isEmpty();
    }
  }

  private static Network convolutions(int in, int middle, int out, int padding) {
    Random random = new Random(41);
    return Network.builder("convolutions", Shape.image(in, 7, 6))
        .add(Networks.conv(random, in, middle, 3, 2, padding))
        .add(Polynomial.CHEMXOR)
        .add(Networks.conv(random, middle, out, 2, 1, padding))
        .add(Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, out * (padding == 0 ? 2 : 20), 5))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 5, 2))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 2, 0", "2, 9, 4, 1", "3, 40, 1, 0"})
  void convolutionsOfSeveralChannelsAndPaddingAgree(int in, int middle, int out, int padding) {
    assertAgrees(convolutions(in, middle, out, padding), SMALL, 5);
    assertAgrees(convolutions(in, middle, out, padding), SMALL_SINGLE, 5);
  }

  @Test
  void residualsPoolingAndHigherDegreesAgreeInParts() {
    Network network = Networks.residual(43, 6, 1);
    assertAgrees(network, SMALL, 3);
    assertThatThrownBy(() -> ProgramCompiler.compile(network, SMALL_SINGLE))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("Plan.batch");
  }

  /**
   * With zeros in the other slots, later parts computed values there that their room was not for.
   */
  @Test
  void aBatchOfOneSampleIsEvaluatedRight() {
    assertAgrees(RandomNetwork.of(6), SMALL, 1);
  }

  /** So many inputs that synthetic ones, which the error is forecast on, are as dense as images. */
  private static Network sumOfSquares(int outputs) {
    Random random = new Random(23);
    return Network.builder("squares", Shape.vector(200))
        .add(Networks.linear(random, 200, 12))
        .add(Polynomial.of(0, 0, 1))
        .add(Networks.linear(random, 12, outputs))
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sumsOfSquaresAreNeitherRescaledNorRelinearisedTermByTerm(int outputs) {
    Network network = sumOfSquares(outputs);
    for (Plan plan : new Plan[] {SMALL, SMALL_SINGLE}) {
      EncryptedProgram program = ProgramCompiler.compile(network, plan);
      assertThat(program.roundCount()).isEqualTo(1);
      RoundCircuit circuit = program.rounds().get(0).circuit();
      assertThat(circuit.output().level())
          .isEqualTo(circuit.input().level())
          .isEqualTo(program.parameters().maxLevel());
      assertThat(circuit.describe().get(0)).endsWith("relinearised when summed up");
      assertAgrees(network, plan, 20);
    }
  }

  /** Borders that are black in all images: nothing is sent for them. */
  @Test
  void featuresWithoutWeightsAreNotSent() {
    Random random = new Random(19);
    double[] weights = random.doubles(4 * 30, -0.2, 0.2).toArray();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 30 % 3 == 0 ? 0 : weights[i];
    }
    Network network =
        Network.builder("borders", Shape.vector(30))
            .add(new Layer.Linear(Tensor.of(weights, 4, 30), Tensor.of(new double[4], 4)))
            .add(Polynomial.CHEMXOR)
            .add(Networks.linear(random, 4, 3))
            .build();
    for (Plan plan : new Plan[] {SMALL, SMALL_SINGLE}) {
      EncryptedProgram program = ProgramCompiler.compile(network, plan);
      BatchCircuit circuit = (BatchCircuit) program.rounds().get(0).circuit();
      assertThat(circuit.inputFeatures())
          .isEqualTo(IntStream.range(0, 30).filter(i -> i % 3 != 0).toArray());
      assertAgrees(network, plan, 5);
    }
  }

  @Test
  void aNeuronWithoutWeightsIsStillEncrypted() {
    Network network =
        Network.builder("dead", Shape.vector(3))
            .add(
                new Layer.Linear(
                    Tensor.of(new double[] {0, 0, 0, 1, -2, 0.5}, 2, 3),
                    Tensor.of(new double[] {0.25, -1}, 2)))
            .build();
    assertAgrees(network, SMALL, 4);
  }

  /** At the corners only one weight meets a pixel; sums of nothing else were refused by engines. */
  @Test
  void placesWhereAllWeightsAreZeroAreStillEncrypted() {
    double[] centre = {0, 0, 0, 0, 0.5, 0, 0, 0, 0};
    Network network =
        Network.builder("corners", Shape.image(1, 4, 4))
            .add(
                new Layer.Conv2d(
                    Tensor.of(centre, 1, 1, 3, 3), Tensor.of(new double[] {0.25}, 1), 1, 2))
            .build();
    assertAgrees(network, SMALL, 2);
  }

  @Test
  void placesThatReadPaddingAloneAreRefusedByName() {
    Network network =
        Network.builder("frame", Shape.image(1, 4, 4))
            .add("wide", Networks.conv(new Random(44), 1, 2, 1, 1, 1))
            .build();
    assertThatThrownBy(() -> ProgramCompiler.compile(network, SMALL))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("output reads nothing but padding: use less padding");
  }

  @Test
  void olindaNetZeroRunsInTwoRoundsWithoutRotationKeys() {
    EncryptedProgram program =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.batch(4096));
    assertThat(program.roundCount()).isEqualTo(2);
    assertThat(program.parameters().polyModulusDegree()).isEqualTo(8192);
    assertThat(program.outline().maxSamples()).isEqualTo(4096);
    assertThat(ProgramCosts.of(program).keyBytes()).isLessThan(3_000_000);
    assertThat(program.rounds().get(0).circuit()).isInstanceOf(BatchCircuit.class);
    // A stride of 3 leaves the last two rows and columns of 32 out.
    assertThat(program.rounds().get(0).input().ciphertexts()).isEqualTo(900);
    double[][] images = Networks.images(program.network(), 20);
    assertClose(program, images, new Simulation(program, 5).evaluate(images), "simulated");
    assertThat(ProgramReport.of(program)).contains("batch of 4096");
    assertThat(ProgramOutline.read(program.outline().toBytes()).toBytes())
        .isEqualTo(program.outline().toBytes());
  }

  @Test
  void theLargestProductOfOlindaNetZeroEndsItsPartOnTwoSmallPrimes() {
    EncryptedProgram program =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.batch(1000));
    Round first = program.rounds().get(0);
    assertThat(first.name()).endsWith(" sums");
    assertThat(first.output().featureCount()).isEqualTo(512);
    assertThat(first.circuit().output().level()).isEqualTo(1);
    assertThat(program.parameters().logQ(1)).isLessThan(64);
    assertThat(program.outline().maxSamples()).isEqualTo(1000);
    assertThat(ProgramOutline.read(program.outline().toBytes()).maxSamples()).isEqualTo(1000);
  }

  @Test
  void activationsApartComputeTheSame() {
    StageGraph graph = StageGraph.of(Networks.residual(43, 6, 1));
    StageGraph apart = graph.withActivationsApart();
    double[] image = Networks.image(9, graph.network().inputShape().size());
    assertThat(apart.evaluate(image)).containsExactly(graph.evaluate(image), within(1e-12));
    assertThat(apart.stages())
        .allMatch(stage -> stage.map().isIdentity() || stage.activation().depth() == 0);
  }

  @Test
  void everyOlindaNetHasABatchPlanInPartsAndInOneRound() {
    for (Network network : new Network[] {Networks.olindaNet(2, 2), Networks.olindaNetOne(3, 1)}) {
      for (Plan plan : new Plan[] {Plan.batch(4096), Plan.singleRound().withBatch(4096)}) {
        EncryptedProgram program = ProgramCompiler.compile(network, plan);
        double[][] images = Networks.images(network, 3);
        assertClose(program, images, new Simulation(program, 7).evaluate(images), plan.toString());
      }
    }
  }

  @Test
  void refusesMoreSamplesThanThePlanTakes() {
    Network network = convolutions(1, 3, 2, 0);
    try (FheModel model = FheModel.wrap(network, SMALL);
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      assertThatThrownBy(() -> client.startBatch(Networks.images(network, 65)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("from 1 to 64 samples");
      assertThatThrownBy(() -> client.startBatch(new double[0][]))
          .isInstanceOf(InvalidInputException.class);
    }
    try (FheModel single = FheModel.wrap(network, Plan.partitioned().insecureWithDegree(1024));
        FheClient client = single.newClient(ClientPolicy.insecureWithoutFloor())) {
      assertThatThrownBy(() -> client.startBatch(Networks.images(network, 2)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("Plan.batch");
    }
    assertThatThrownBy(() -> Plan.batch(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Plan.batch(40000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("send several");
  }
}
