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
        .add("grow", new Layer.Linear(Tensor.of(new double[] {weight}, 1, 1), Tensor.zeros(1)))
        .add("cut", new Layer.Relu())
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
  void aRingThatIsTooSmallIsAnErrorThatNamesTheLayer() {
    assertThatThrownBy(
            () -> Calibration.compile(relu(15), PlanOptions.DEFAULT, List.of(new double[] {100})))
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
