package org.chemxor.fhe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks under real encryption, every byte through both roles. */
class EncryptedRunTest {

  private static void assertAgrees(FheModel model, int samples) {
    Network network = model.program().network();
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    try (model;
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      for (int i = 0; i < samples; i++) {
        double[] image = Networks.image(i, network.inputShape().size());
        double[] expected = reference.evaluate(image);
        FheResult result = model.evaluate(client, keys, image);
        for (int o = 0; o < expected.length; o++) {
          assertThat(result.outputs().get(o))
              .as("%s, image of seed %d, output %d", network.name(), i, o)
              .isCloseTo(expected[o], within(model.program().outputRange() * 0x1p-12));
        }
      }
    }
  }

  @Test
  void olindaNetZeroAgreesWithTheReference() {
    FheModel model = FheOlindaNet.wrap(Networks.olindaNetZero(1, 1));
    assertThat(model.roundCount()).isEqualTo(3);
    assertThat(ProgramCosts.of(model.program()).keyBytes()).isLessThan(16_000_000);
    assertAgrees(model, 3);
  }

  @Test
  void olindaNetAgreesWithTheReference() {
    FheModel model = FheOlindaNet.wrap(Networks.olindaNet(2, 2));
    assertThat(model.roundCount()).isEqualTo(5);
    assertThat(ProgramCosts.of(model.program()).keyBytes()).isLessThan(16_000_000);
    assertAgrees(model, 1);
  }

  @Test
  void olindaNetOneAgreesWithTheReference() {
    FheModel model = FheOlindaNet.wrap(Networks.olindaNetOne(3, 1));
    assertThat(model.roundCount()).isEqualTo(7);
    assertThat(ProgramCosts.of(model.program()).keyBytes()).isLessThan(16_000_000);
    assertAgrees(model, 1);
  }

  @Test
  void olindaNetZeroAgreesInASingleRound() {
    FheModel model =
        FheOlindaNet.wrap(
            Networks.olindaNetZero(1, 1),
            Plan.singleRound(),
            CkksEngine.load(),
            Parallelism.sequential());
    assertThat(model.roundCount()).isEqualTo(1);
    assertThat(ProgramCosts.of(model.program()).keyBytes()).isLessThan(64_000_000);
    assertAgrees(model, 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Plan.Kind.class,
      names = {"PARTITIONED", "SINGLE_ROUND"})
  void severalChannelsStridesPaddingAndResidualsAgree(Plan.Kind kind) {
    Network network = Networks.residual(21, 8, 2);
    Plan plan = kind == Plan.Kind.PARTITIONED ? Plan.partitioned() : Plan.singleRound();
    assertAgrees(FheModel.wrap(network, plan.insecureWithDegree(2048)), 2);
  }

  @Test
  void repliesDoNotDependOnTheNumberOfThreads() {
    EncryptedProgram program =
        ProgramCompiler.compile(
            Networks.residual(23, 8, 2), Plan.singleRound().insecureWithDegree(2048));
    CkksEngine engine = CkksEngine.load();
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try (FheEvaluator one = new FheEvaluator(program, engine, Parallelism.sequential());
        FheEvaluator three = new FheEvaluator(program, engine, Parallelism.of(executor, 3));
        FheClient client =
            new FheClient(program.outline(), engine, ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = client.start(Networks.image(1, 2 * 8 * 8))) {
      byte[] keys = client.evaluationKeys();
      byte[] request = inference.nextRequest();
      assertThat(three.evaluate(three.readKeys(keys), request))
          .isEqualTo(one.evaluate(one.readKeys(keys), request));
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void oneClientAndOneEvaluatorServeManyThreads() throws Exception {
    Random random = new Random(22);
    Network network =
        Network.builder("small", Shape.image(1, 4, 4))
            .add(Networks.conv(random, 1, 2, 3, 1, 0))
            .add(Polynomial.CHEMXOR)
            .add(new Layer.Flatten())
            .add(Networks.linear(random, 8, 2))
            .build();
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try (FheModel model =
        FheModel.wrap(
            network,
            Plan.partitioned().insecureWithDegree(1024),
            CkksEngine.load(),
            Parallelism.of(executor, 2))) {
      List<Future<FheResult>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        MoleculeImage image = new MoleculeImage(4, 4, Networks.image(i, 16));
        results.add(executor.submit(() -> model.evaluate(image)));
      }
      for (int i = 0; i < 16; i++) {
        double expected = reference.evaluate(Networks.image(i, 16))[1];
        assertThat(results.get(i).get().outputs().get(1))
            .isCloseTo(expected, within(model.program().outputRange() * 0x1p-12));
      }
    } finally {
      executor.shutdown();
    }
  }
}
