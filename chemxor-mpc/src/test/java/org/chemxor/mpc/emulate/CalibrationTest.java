package org.chemxor.mpc.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.mpc.RandomNets;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static Network relu(double weight) {
    return Network.builder("n", Shape.vector(1))
        .add("grow", linear(weight))
        .add("cut", relu())
        .build();
  }

  @Test
  void aLayerWithLargeNumbersGetsALongerComparison() {
    Network network = relu(8);
    List<double[]> samples = List.of(new double[] {30});
    assertThatThrownBy(
            () ->
                new FixedPointEmulator(NetworkCompiler.compile(network, PlanOptions.DEFAULT))
                    .evaluate(samples.get(0)))
        .isInstanceOf(RangeException.class)
        .hasMessageContaining("layer cut meets a number of 37 bits, its plan allows 36");
    CompiledModel model = Calibration.compile(network, PlanOptions.DEFAULT, samples);
    assertThat(new FixedPointEmulator(model).evaluate(samples.get(0))).containsExactly(240);
    assertThat(model.plan().gates().get(1).steps().get(0).bits()).isEqualTo(22);
  }

  @Test
  void weightsGetTheBitsThatTheyAndTheirResultsLeaveRoomFor() {
    // 38 bits of the ring: 13 of fraction, 10 for magnitudes of four times 240.
    Layer.Linear[] layers = {linear(8), linear(0.01)};
    int[] shifts = {15, 24};
    for (int i = 0; i < layers.length; i++) {
      Network network =
          Network.builder("n", Shape.vector(1)).add("grow", layers[i]).add("cut", relu()).build();
      CompiledModel model =
          Calibration.compile(network, PlanOptions.DEFAULT, List.of(new double[] {30}));
      assertThat(model.plan().gates().get(1).steps().get(0).shift()).isEqualTo(shifts[i]);
    }
    // Weights of 8 take four of twenty bits, however small the results are.
    Network small =
        Network.builder("n", Shape.vector(1)).add("grow", linear(8)).add("cut", relu()).build();
    CompiledModel model = Calibration.compile(small, PlanOptions.DEFAULT, List.of(new double[1]));
    assertThat(model.plan().gates().get(1).steps().get(0).shift()).isEqualTo(16);
  }

  @Test
  void layersThatAreAddedKeepTheirOwnBitsAndTheSumFits() {
    Network network =
        Network.builder("n", Shape.vector(1))
            .add("left", linear(8), "input")
            .add("right", linear(0.01), "input")
            .add("sum", new Layer.Add(), "left", "right")
            .add("cut", relu())
            .build();
    double[] sample = {30};
    CompiledModel model = Calibration.compile(network, PlanOptions.DEFAULT, List.of(sample));
    assertThat(model.plan().gates().get(3).steps().get(0).shift()).isEqualTo(15);
    assertThat(new FixedPointEmulator(model).evaluate(sample)[0])
        .isCloseTo(240.3, org.assertj.core.data.Offset.offset(0.001));
  }

  private static Layer.Linear linear(double weight) {
    return new Layer.Linear(Tensor.of(new double[] {weight}, 1, 1), Tensor.zeros(1));
  }

  private static Layer.Relu relu() {
    return new Layer.Relu();
  }

  @Test
  void aRingThatIsTooSmallIsAnErrorThatNamesTheLayer() {
    assertThatThrownBy(
            () -> Calibration.compile(relu(15), PlanOptions.DEFAULT, List.of(new double[] {1000})))
        .isInstanceOf(RangeException.class)
        .hasMessageContaining("layer cut")
        .hasMessageContaining("more ringBits");
  }

  @Test
  void smallResNetsComeWithinAHundredthOfFloatingPoint() {
    RandomNets nets = new RandomNets(20261128);
    Network network = nets.resNet18(32, 8, 10);
    CompiledModel model =
        Calibration.compile(
            network, PlanOptions.DEFAULT, Calibration.normalSamples(network.inputShape(), 2));
    FixedPointEmulator emulator = new FixedPointEmulator(model);
    for (int i = 0; i < 5; i++) {
      double[] sample = nets.sample(network.inputShape());
      double[] plain = new ReferenceEvaluator(network).evaluate(sample);
      double[] fixed = emulator.evaluate(sample);
      for (int k = 0; k < plain.length; k++) {
        assertThat(fixed[k]).isCloseTo(plain[k], org.assertj.core.data.Offset.offset(0.01));
      }
    }
  }
}
