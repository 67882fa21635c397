package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ring degree chosen by the caller, with the plan's security. */
class PlanDegreeTest {
  private static Network perceptron(int layers) {
    Random random = new Random(layers);
    Network.Builder builder =
        Network.builder("perceptron", Shape.vector(64)).add(Networks.linear(random, 64, 16));
    for (int i = 1; i < layers; i++) {
      builder.add(Polynomial.of(0, 1, 0.25)).add(Networks.linear(random, 16, 16));
    }
    return builder.build();
  }

  @Test
  void aShallowNetworkRunsInOneRoundOnASmallRing() {
    Plan plan = Plan.singleRound().withTargetPrecision(0x1p-7).withDegree(8192);
    EncryptedProgram program = ProgramCompiler.compile(perceptron(3), plan);
    assertThat(program.roundCount()).isEqualTo(1);
    assertThat(program.parameters().polyModulusDegree()).isEqualTo(8192);
    assertThat(program.parameters().logPq())
        .isLessThanOrEqualTo(SecurityLevel.GUIDELINES_2024.maxModulusBits(8192));
  }

  @Test
  void aBatchRunsInOneRoundOnASmallRing() {
    Plan plan = Plan.singleRound().withBatch(100).withTargetPrecision(0x1p-7).withDegree(8192);
    EncryptedProgram program = ProgramCompiler.compile(perceptron(3), plan);
    assertThat(program.roundCount()).isEqualTo(1);
    assertThat(program.parameters().polyModulusDegree()).isEqualTo(8192);
    assertThat(program.outline().maxSamples()).isEqualTo(100);
  }

  @Test
  void whatDoesNotFitTheDegreeIsRefused() {
    Plan plan = Plan.singleRound().withDegree(8192);
    assertThatThrownBy(() -> ProgramCompiler.compile(perceptron(9), plan))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("does not fit a ring degree of 8192");
  }

  @Test
  void keepsEverythingElse() {
    Plan plan = Plan.singleRound().withTargetPrecision(0x1p-7).withDegree(16384);
    assertThat(plan.kind()).isEqualTo(Plan.Kind.SINGLE_ROUND);
    assertThat(plan.security()).isEqualTo(SecurityLevel.GUIDELINES_2024);
    assertThat(plan.targetPrecision()).isEqualTo(0x1p-7);
    assertThat(plan.polyModulusDegree()).isEqualTo(16384);
  }

  @ParameterizedTest
  @ValueSource(ints = {-8192, 0, 1024, 8191, 12288, 65536})
  void refusesOtherDegrees(int degree) {
    assertThatThrownBy(() -> Plan.singleRound().withDegree(degree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power of two from 4096 to 32768, got " + degree);
  }

  @Test
  void refusesDegreesWithTooFewSlots() {
    Plan plan = Plan.singleRound().withBatch(4097);
    assertThatThrownBy(() -> plan.withDegree(4096))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 4096 slots, too few for a batch of 4097");
    assertThatThrownBy(() -> plan.withCyclotomicRing().withDegree(8192))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 4096 slots, too few for a batch of 4097");
    assertThatThrownBy(() -> Plan.batch(16385).withCyclotomicRing())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16384 molecules at most");
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 8192, CYCLOTOMIC, 8192",
    "4097, 8192, CONJUGATE_INVARIANT, 16384",
    "8192, 8192, CONJUGATE_INVARIANT, 16384",
    "8193, 16384, CONJUGATE_INVARIANT, 32768"
  })
  void batchesTakeTheRingThatTheyFill(int size, int degree, RingType ring, int cyclotomicDegree) {
    Plan plan = Plan.batch(size);
    assertThat(plan.polyModulusDegree()).isEqualTo(degree);
    assertThat(plan.ring(degree)).isEqualTo(new PolynomialRing(ring, degree));
    Plan cyclotomic = plan.withCyclotomicRing();
    assertThat(cyclotomic.polyModulusDegree())
        .isEqualTo(ring == RingType.CYCLOTOMIC ? degree : cyclotomicDegree);
    assertThat(cyclotomic.ring(cyclotomic.polyModulusDegree()).isCyclotomic()).isTrue();
  }
}
