package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.simulate.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that fill the conjugate-invariant ring: as many molecules as coefficients. */
class FullBatchTest {
  private static final int DEGREE = 1024;

  private static Network convolutions() {
    Random random = new Random(51);
    return Network.builder("convolutions", Shape.image(2, 7, 6))
        .add(Networks.conv(random, 2, 4, 3, 2, 0))
        .add(Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 24, 5))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 5, 3))
        .build();
  }

  private static List<List<Double>> evaluate(FheModel model, double[][] images) {
    try (FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      return model.evaluateBatch(client, keys, images).samples();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCoefficientCarriesAMolecule(boolean isSingleRound) {
    Plan plan =
        (isSingleRound ? Plan.singleRound() : Plan.partitioned())
            .withBatch(DEGREE)
            .insecureWithDegree(DEGREE);
    Network network = convolutions();
    double[][] images = Networks.images(network, DEGREE);
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    try (FheModel model = FheModel.wrap(network, plan)) {
      EncryptedProgram program = model.program();
      assertThat(program.parameters().ring().type()).isEqualTo(RingType.CONJUGATE_INVARIANT);
      assertThat(program.outline().maxSamples()).isEqualTo(DEGREE);
      List<List<Double>> outputs = evaluate(model, images);
      double[][] simulated = new Simulation(program, 3).evaluate(images);
      double error = 0;
      for (int i = 0; i < images.length; i++) {
        double[] expected = reference.evaluate(images[i]);
        for (int o = 0; o < expected.length; o++) {
          error = Math.max(error, Math.abs(outputs.get(i).get(o) - expected[o]));
          assertThat(simulated[i][o])
              .isCloseTo(expected[o], within(program.outputRange() * 0x1p-12));
        }
      }
      // What is planned for is the largest of fifteen errors; this is the largest of some 3000.
      assertThat(error).isLessThan(program.outputRange() * 0x1p-10);
    }
  }

  /** A request has the same bytes as one of half as many molecules in the cyclotomic ring. */
  @Test
  void olindaNetZeroTakesHalfTheBytesForAMolecule() {
    Network network = Networks.olindaNetZero(1, 1);
    EncryptedProgram half = ProgramCompiler.compile(network, Plan.batch(4096));
    EncryptedProgram full = ProgramCompiler.compile(network, Plan.batch(8192));
    assertThat(full.parameters().polyModulusDegree()).isEqualTo(8192);
    assertThat(full.parameters().ring().type()).isEqualTo(RingType.CONJUGATE_INVARIANT);
    assertThat(full.outline().maxSamples()).isEqualTo(8192);
    assertThat(full.roundCount()).isEqualTo(half.roundCount());
    assertThat(requestBytes(full)).isLessThan(1.1 * requestBytes(half));
    assertThat(ProgramOutline.read(full.outline().toBytes()).toBytes())
        .isEqualTo(full.outline().toBytes());
    assertThat(ProgramOutline.read(full.outline().toBytes()).parameters())
        .isEqualTo(full.parameters());
    double[][] images = Networks.images(network, 5);
    double[][] simulated = new Simulation(full, 5).evaluate(images);
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    for (int i = 0; i < images.length; i++) {
      assertThat(simulated[i][0])
          .isCloseTo(reference.evaluate(images[i])[0], within(full.outputRange() * 0x1p-12));
    }
  }

  private static double requestBytes(EncryptedProgram program) {
    return ProgramCosts.of(program).requestBytes().stream().mapToLong(b -> b).sum();
  }

  @Test
  void enginesOfTheCyclotomicRingAloneGetALargerOne() {
    EncryptedProgram program =
        ProgramCompiler.compile(convolutions(), Plan.batch(8192), CkksParameters::isSealCompatible);
    assertThat(program.parameters().isSealCompatible()).isTrue();
    assertThat(program.parameters().polyModulusDegree()).isEqualTo(16384);
    assertThat(program.outline().maxSamples()).isEqualTo(8192);
  }

  @Test
  void clientsCanRefuseTheRing() {
    try (FheModel model = FheModel.wrap(convolutions(), Plan.batch(8192))) {
      ClientPolicy cautious = ClientPolicy.standard().withRings(RingType.CYCLOTOMIC);
      assertThatThrownBy(() -> model.newClient(cautious))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("Plan.withCyclotomicRing()");
      model.newClient(ClientPolicy.standard()).close();
    }
  }
}
