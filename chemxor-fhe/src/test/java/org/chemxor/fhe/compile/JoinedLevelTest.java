package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinedLevelTest {
  private static final int INPUTS = 1024;

  /** Sums of squares of either sign, as a quadratic model is. */
  private static Network squares(int squares, int outputs, Layer.Polynomial activation) {
    Random random = new Random(squares);
    double bound = 1 / Math.sqrt(20);
    return Network.builder("squares", Shape.image(1, 32, 32))
        .add(new Layer.Flatten())
        .add(linear(random, INPUTS, squares, bound))
        .add(activation)
        .add(linear(random, squares, outputs, 1))
        .build();
  }

  private static Layer linear(Random random, int inputs, int outputs, double bound) {
    return new Layer.Linear(
        Tensor.of(
            random.doubles((long) inputs * outputs, -bound, bound).toArray(), outputs, inputs),
        Tensor.of(random.doubles(outputs, -bound, bound).toArray(), outputs));
  }

  private static double[] image(Random random) {
    return random.doubles(INPUTS).map(x -> x < 0.05 ? x / 0.05 : 0).toArray();
  }

  @ParameterizedTest
  @CsvSource({"64, 1", "64, 2", "16, 1", "40, 12"})
  void aModelOfSquaresTakesTwoLevelsOfTheSmallestRing(int squares, int outputs) {
    Network network = squares(squares, outputs, Layer.Polynomial.of(0, 0, 1));
    EncryptedProgram program = ProgramCompiler.compile(network, Plan.singleRound());
    CkksParameters parameters = program.parameters();
    assertThat(parameters.polyModulusDegree()).isEqualTo(8192);
    assertThat(parameters.maxLevel()).isEqualTo(2);
    assertThat(parameters.logPq())
        .isLessThanOrEqualTo(Plan.singleRound().security().maxModulusBits(8192));
    assertThat(ProgramReport.of(program).toString()).contains("without a level of its own");
    assertThat(ProgramCosts.of(program).keyBytes()).isLessThanOrEqualTo(8_000_000);
  }

  @ParameterizedTest
  @CsvSource({"64, 1", "16, 2", "40, 12"})
  void outputsAreThoseOfTheReferenceWithinThePlansPrecision(int squares, int outputs) {
    Network network = squares(squares, outputs, Layer.Polynomial.of(0.5, -1, 0.25));
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    Random random = new Random(7);
    try (FheModel model = FheModel.wrap(network, Plan.singleRound())) {
      double tolerance = model.program().outputRange() * Plan.singleRound().targetPrecision();
      for (int i = 0; i < 8; i++) {
        double[] image = image(random);
        double[] plain = reference.evaluate(image);
        double[] encrypted =
            model.evaluate(new MoleculeImage(32, 32, image)).outputs().stream()
                .mapToDouble(x -> x)
                .toArray();
        assertThat(encrypted).containsExactly(plain, within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0, 1", "0, 1, 0.5, 0.2"})
  void otherNetworksAndPlansKeepALevelForEachStep(double c0, double c1, double c2, double c3) {
    StageGraph cubic = StageGraph.of(squares(16, 1, Layer.Polynomial.of(c0, c1, c2, c3)));
    assertThat(JoinedLevel.suits(cubic, Plan.singleRound())).isFalse();
    StageGraph squares = StageGraph.of(squares(16, 1, Layer.Polynomial.of(c0, c1, 1)));
    assertThat(JoinedLevel.suits(squares, Plan.partitioned())).isFalse();
    assertThat(JoinedLevel.suits(squares, Plan.singleRound())).isTrue();
  }
}
