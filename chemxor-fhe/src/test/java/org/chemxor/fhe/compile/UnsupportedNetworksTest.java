package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.core.UnsupportedLayerException;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheOlindaNet;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are refused at compilation, before any key exists. */
class UnsupportedNetworksTest {
  static Layer[] unsupported() {
    return new Layer[] {
      new Layer.Relu(),
      new Layer.MaxPool2d(2, 2, 0),
      Polynomial.of(0, 1, 2, 3, 4, 5),
      Polynomial.of(7)
    };
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void layersThatCannotBeEvaluatedAreNamedWithWhatToDo(Layer layer) {
    Network network =
        Network.builder("net", Shape.image(1, 6, 6))
            .add(Networks.conv(new Random(1), 1, 2, 3, 1, 0))
            .add("culprit", layer)
            .build();
    for (Plan plan : new Plan[] {Plan.partitioned(), Plan.singleRound()}) {
      assertThatThrownBy(() -> ProgramCompiler.compile(network, plan))
          .isInstanceOf(UnsupportedLayerException.class)
          .hasMessageContaining("culprit")
          .hasMessageMatching(".*(use|train).*");
    }
  }

  @Test
  void allUnsupportedLayersAreNamed() {
    Network network =
        Network.builder("net", Shape.image(1, 6, 6))
            .add("first", new Layer.Relu())
            .add("fine", new Layer.AvgPool2d(2, 1, 0))
            .add("second", new Layer.MaxPool2d(2, 2, 0))
            .add("third", Polynomial.of(7))
            .build();
    assertThat(ProgramCompiler.unsupportedLayers(network))
        .extracting(UnsupportedLayerException::layerName)
        .containsExactly("first", "second", "third");
  }

  @Test
  void networksTooDeepForASingleRoundAreRefused() {
    Random random = new Random(2);
    Network.Builder builder = Network.builder("deep", Shape.vector(4));
    for (int i = 0; i < 20; i++) {
      builder.add(Networks.linear(random, 4, 4)).add(Polynomial.CHEMXOR);
    }
    Network network = builder.build();
    assertThatThrownBy(() -> ProgramCompiler.compile(network, Plan.singleRound()))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("Plan.partitioned()");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e30, 1e80, 1e200, 1e300})
  void networksWithHugeValuesAreRefused(double weight) {
    Random random = new Random(3);
    Network network =
        Network.builder("huge", Shape.vector(4))
            .add(
                new Layer.Linear(
                    Networks.uniform(random, weight, 4, 4), Networks.uniform(random, 1, 4)))
            .add(Polynomial.CHEMXOR)
            .add(Networks.linear(random, 4, 4))
            .add(Polynomial.CHEMXOR)
            .add(Networks.linear(random, 4, 1))
            .build();
    for (Plan plan : List.of(Plan.partitioned(), Plan.singleRound(), Plan.batch(16))) {
      assertThatThrownBy(() -> ProgramCompiler.compile(network, plan.insecureWithDegree(1024)))
          .as("%s", plan)
          .isInstanceOf(UnfitPlanException.class);
    }
  }

  @Test
  void tooFewBytesForKeysAreRefused() {
    Network network = Networks.olindaNetZero(1, 1);
    Plan plan = Plan.partitioned().withMaxKeyBytes(1_000_000);
    assertThatThrownBy(() -> ProgramCompiler.compile(network, plan))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("withMaxKeyBytes");
  }

  @Test
  void theWrapperRefusesOtherNetworksByEveryWayIn() {
    Network network = Networks.residual(1, 8, 2);
    Plan plan = Plan.partitioned().insecureWithDegree(2048);
    FheModel.wrap(network, plan).close();
    assertThatThrownBy(() -> FheOlindaNet.wrap(network, plan))
        .isInstanceOf(org.chemxor.core.InvalidInputException.class)
        .hasMessageContaining("FheModel.wrap");
    assertThatThrownBy(() -> FheOlindaNet.wrap(network))
        .isInstanceOf(org.chemxor.core.InvalidInputException.class);
    assertThatThrownBy(() -> FheOlindaNet.singleRound(network))
        .isInstanceOf(org.chemxor.core.InvalidInputException.class);
    assertThatThrownBy(() -> FheOlindaNet.batch(network, 64))
        .isInstanceOf(org.chemxor.core.InvalidInputException.class);
  }

  @Test
  void precisionOutOfReachIsRefusedBeforeAnyKey() {
    Random random = new Random(4);
    // Its outputs hardly depend on the input: they differ by less than a millionth.
    Network network =
        Network.builder("flat", Shape.vector(16))
            .add(Networks.linear(random, 16, 16))
            .add(Polynomial.CHEMXOR)
            .add(
                new Layer.Linear(
                    Networks.uniform(random, 1e-7, 1, 16), Networks.uniform(random, 1, 1)))
            .build();
    Plan plan = Plan.partitioned().insecureWithDegree(1024);
    assertThatThrownBy(() -> ProgramCompiler.compile(network, plan))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("withTargetPrecision");
    ProgramCompiler.compile(network, plan.withTargetPrecision(0.5));
  }

  @Test
  void parametersThatNoEngineSupportsAreNotChosen() {
    Network network = Networks.olindaNetZero(1, 1);
    EncryptedProgram free = ProgramCompiler.compile(network, Plan.singleRound());
    assertThat(free.parameters().digitSize()).isGreaterThan(1);
    EncryptedProgram sealShaped =
        ProgramCompiler.compile(
            network, Plan.singleRound(), p -> p.digitSize() == 1 && p.specialPrimes().length == 1);
    assertThat(sealShaped.parameters().digitSize()).isEqualTo(1);
    assertThat(ProgramCosts.of(sealShaped).keyBytes()).isLessThan(64_000_000);
    assertThatThrownBy(() -> ProgramCompiler.compile(network, Plan.partitioned(), p -> false))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("engine jvm");
  }
}
