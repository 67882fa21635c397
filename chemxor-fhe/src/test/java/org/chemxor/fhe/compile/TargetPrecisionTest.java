package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.simulate.ErrorForecast;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A precision is a promise: the compiler keeps it or says that it cannot. */
class TargetPrecisionTest {
  static Stream<Plan> plans() {
    return Stream.of(Plan.partitioned(), Plan.singleRound(), Plan.batch(16));
  }

  /** Weights as PyTorch initialises them: the deeper, the less the outputs differ. */
  private static Network untrained(int layers) {
    Random random = new Random(layers);
    Network.Builder builder =
        Network.builder("untrained", Shape.image(1, 8, 8))
            .add(Networks.conv(random, 1, 4, 3, 1, 0))
            .add(Polynomial.CHEMXOR)
            .add(new Layer.Flatten())
            .add(Networks.linear(random, 144, 64));
    for (int i = 0; i < layers; i++) {
      builder.add(Polynomial.CHEMXOR).add(Networks.linear(random, 64, i + 1 < layers ? 64 : 1));
    }
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void refusesOrMeetsTargetPrecision(Plan way) {
    int met = 0;
    for (int layers : new int[] {1, 3}) {
      for (double precision : new double[] {0x1p-6, 0x1p-12, 0x1p-18, 0x1p-24}) {
        Plan plan = way.withTargetPrecision(precision).insecureWithDegree(2048);
        EncryptedProgram program;
        try {
          program = ProgramCompiler.compile(untrained(layers), plan);
        } catch (UnfitPlanException refusal) {
          assertThat(refusal.getMessage()).containsIgnoringCase("precision");
          continue;
        }
        ErrorForecast forecast = ErrorForecast.of(program);
        assertThat(forecast.relativeError())
            .as("%s with %d layers at precision %s: %s", way, layers, precision, forecast)
            .isLessThan(precision);
        met++;
      }
    }
    assertThat(met).as("precisions that could be met").isPositive();
  }
}
