package org.chemxor.fhe.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
  private static final Plan SMALL = Plan.partitioned().insecureWithDegree(2048);
  private static final Plan SMALL_SINGLE = Plan.singleRound().insecureWithDegree(4096);

  private static void assertAgrees(Network network, Plan plan, int samples) {
    EncryptedProgram program = ProgramCompiler.compile(network, plan);
    Simulation simulation = new Simulation(program, 2);
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    for (int i = 0; i < samples; i++) {
      double[] image = Networks.image(i, network.inputShape().size());
      double[] expected = reference.evaluate(image);
      double[] actual = simulation.evaluate(image);
      assertThat(actual).hasSameSizeAs(expected);
      for (int o = 0; o < expected.length; o++) {
        assertThat(actual[o])
            .as("%s, image of seed %d, output %d", network.name(), i, o)
            .isCloseTo(expected[o], within(program.outputRange() * 0x1p-12));
      }
    }
  }

  @Test
  void olindaNetZeroAgreesWithTheReference() {
    assertAgrees(Networks.olindaNetZero(1, 1), Plan.partitioned(), 5);
  }

  @Test
  void olindaNetAgreesWithTheReference() {
    assertAgrees(Networks.olindaNet(2, 3), Plan.partitioned(), 3);
  }

  @Test
  void olindaNetOneAgreesWithTheReference() {
    assertAgrees(Networks.olindaNetOne(3, 2), Plan.partitioned(), 3);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4, 3, 1, 0",
    "2, 3, 3, 2, 1",
    "3, 5, 2, 1, 1",
    "4, 4, 1, 1, 0",
    "5, 7, 3, 3, 2",
    "40, 3, 3, 1, 0",
    "3, 40, 3, 2, 1"
  })
  void convolutionsOfSeveralChannelsAgree(int in, int out, int kernel, int stride, int padding) {
    Random random = new Random(17L * in + out);
    Network network =
        Network.builder("conv", Shape.image(in, 8, 7))
            .add(Networks.conv(random, in, out, kernel, stride, padding))
            .add(Polynomial.CHEMXOR)
            .add(Networks.conv(random, out, 2, 2, 1, 1))
            .build();
    assertAgrees(network, SMALL, 2);
    assertAgrees(network, SMALL_SINGLE, 2);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "64, 64", "100, 7", "7, 100", "1500, 10", "10, 1500", "1024, 1"})
  void linearLayersAgree(int in, int out) {
    Random random = new Random(31L * in + out);
    Network network =
        Network.builder("linear", Shape.vector(in))
            .add(Networks.linear(random, in, out))
            .add(Polynomial.CHEMXOR)
            .add(Networks.linear(random, out, 3))
            .build();
    assertAgrees(network, SMALL, 2);
    assertAgrees(network, SMALL_SINGLE, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "0.3, -0.7, 0, 0, 0",
    "0.3, -0.7, -0.2, 0, 0",
    "0.3, 0.5, 0.1, 0.05, 0",
    "-0.3, 0.5, 0.1, -0.05, 0",
    "0.3, 0.5, 0.1, 0.05, 0.02",
    "0.3, 0.5, -0.1, 0.05, -0.02",
    "0, 0, 0, 0, 0.1"
  })
  void polynomialsUpToDegreeFourAgree(double a, double b, double c, double d, double e) {
    Random random = new Random(5);
    Network inside =
        Network.builder("polynomial inside", Shape.vector(20))
            .add(Networks.linear(random, 20, 12))
            .add(Polynomial.of(a, b, c, d, e))
            .add(Networks.linear(random, 12, 4))
            .build();
    assertAgrees(inside, SMALL, 3);
    Network atTheEnd =
        Network.builder("polynomial at the end", Shape.vector(20))
            .add(Networks.linear(random, 20, 12))
            .add(Polynomial.of(a, b, c, d, e))
            .build();
    assertAgrees(atTheEnd, SMALL, 3);
    assertAgrees(inside, SMALL_SINGLE, 2);
    assertAgrees(atTheEnd, SMALL_SINGLE, 2);
  }

  @Test
  void residualBlocksAgree() {
    Random random = new Random(8);
    Network network =
        Network.builder("residual", Shape.image(2, 9, 9))
            .add("stem", Networks.conv(random, 2, 4, 3, 2, 1))
            .add("act1", Polynomial.CHEMXOR)
            .add("conv1", Networks.conv(random, 4, 4, 3, 1, 1))
            .add("act2", Polynomial.CHEMXOR)
            .add("conv2", Networks.conv(random, 4, 4, 3, 1, 1))
            .add("sum", new Layer.Add(), "conv2", "act1")
            .add("act3", Polynomial.of(0.1, 0.5, -0.03))
            .add("flat", new Layer.Flatten())
            .add("head", Networks.linear(random, 100, 3))
            .build();
    assertAgrees(network, SMALL, 3);
    assertAgrees(network, SMALL_SINGLE, 2);
  }

  @Test
  void averagePoolingAndStackedLinearLayersAgree() {
    Random random = new Random(9);
    Network network =
        Network.builder("pooled", Shape.image(3, 8, 8))
            .add(new Layer.AvgPool2d(3, 2, 1))
            .add(Networks.conv(random, 3, 5, 2, 1, 0))
            .add(Polynomial.CHEMXOR)
            .add(new Layer.AvgPool2d(2, 1, 0))
            .add(new Layer.Flatten())
            .add(Networks.linear(random, 20, 6))
            .add(Networks.linear(random, 6, 2))
            .build();
    assertAgrees(network, SMALL, 3);
    assertAgrees(network, SMALL_SINGLE, 2);
  }

  @Test
  void olindaNetZeroAgreesInASingleRound() {
    assertAgrees(Networks.olindaNetZero(1, 1), Plan.singleRound(), 2);
  }

  @Test
  void olindaNetAgreesInASingleRound() {
    assertAgrees(Networks.olindaNet(2, 3), Plan.singleRound(), 1);
  }

  @ParameterizedTest
  @CsvSource({"4, 6, 1, 0", "8, 3, 1, 1", "3, 8, 2, 1", "2, 2, 1, 1"})
  void chainsOfConvolutionsAgreeInASingleRound(int first, int second, int stride, int padding) {
    Random random = new Random(first * 10L + second);
    Network network =
        Network.builder("chain", Shape.image(2, 10, 9))
            .add(Networks.conv(random, 2, first, 3, 1, 1))
            .add(Polynomial.CHEMXOR)
            .add(Networks.conv(random, first, second, 3, stride, padding))
            .add(Polynomial.of(0.2, 0.4, -0.05))
            .add(Networks.conv(random, second, first, 2, 1, 0))
            .add(Polynomial.CHEMXOR)
            .add(new Layer.Flatten())
            .add(Networks.linear(random, flattened(first, stride, padding), 5))
            .build();
    assertAgrees(network, SMALL_SINGLE, 2);
  }

  private static int flattened(int channels, int stride, int padding) {
    int height = (10 + 2 * padding - 3) / stride + 1 - 1;
    int width = (9 + 2 * padding - 3) / stride + 1 - 1;
    return channels * height * width;
  }

  @Test
  void theProgramHoldsThePrecisionItWasAskedFor() {
    Network network = Networks.olindaNetZero(4, 2);
    for (double precision : new double[] {0x1p-6, 0x1p-9, 0x1p-12}) {
      Plan plan = Plan.singleRound().withTargetPrecision(precision);
      ErrorForecast forecast = ErrorForecast.of(ProgramCompiler.compile(network, plan));
      assertThat(forecast.relativeError())
          .as("%s at precision %s", forecast, precision)
          .isLessThan(precision);
    }
  }

  @Test
  void slotsOfASingleRoundsAnswerHoldNothingButOutputs() {
    Network network = Networks.olindaNetZero(1, 3);
    EncryptedProgram program = ProgramCompiler.compile(network, Plan.singleRound());
    double[] image = Networks.image(1, 1024);
    double[] expected = new ReferenceEvaluator(network).evaluate(image);
    double[] bias = program.graph().stages().get(3).bias();
    for (double slot : new Simulation(program, 1).lastReply(image)[0]) {
      double nearest = Math.abs(slot);
      for (int o = 0; o < 3; o++) {
        nearest = Math.min(nearest, Math.abs(slot - expected[o]));
        nearest = Math.min(nearest, Math.abs(slot + bias[o] - expected[o]));
      }
      assertThat(nearest).as("slot %s", slot).isLessThan(program.outputRange() * 0x1p-12);
    }
  }
}
