package org.chemxor.mpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.mpc.RandomNets;
import org.chemxor.mpc.compile.Comparator;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.emulate.FixedPointEmulator;
import org.chemxor.mpc.emulate.Masks;
import org.chemxor.mpc.material.RecordLengths;
import org.chemxor.mpc.sharing.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both parties' shares add up to what the emulator computes, bit for bit. */
class ProtocolTest {
  private static final long SEED = 20261128;

  static Stream<PlanOptions> options() {
    return Stream.of(
        PlanOptions.DEFAULT,
        PlanOptions.DEFAULT.withComparator(Comparator.MIXED),
        PlanOptions.DEFAULT.withExact(true),
        PlanOptions.DEFAULT.withComparator(Comparator.FUNCTION_SHARING),
        PlanOptions.DEFAULT.withComparator(Comparator.FUNCTION_SHARING).withExact(true),
        PlanOptions.DEFAULT.withComparisonBits(21),
        new PlanOptions(48, 12, 15, 24, false, Comparator.FUNCTION_SHARING, false),
        new PlanOptions(48, 12, 15, 30, false, Comparator.TABLES, false),
        new PlanOptions(36, 11, 12, 17, true, Comparator.TABLES, false),
        new PlanOptions(36, 11, 12, 17, true, Comparator.FUNCTION_SHARING, false));
  }

  private static final class Inputs {
    final List<double[]> samples = new ArrayList<>();
    final long[] fixed;

    Inputs(RandomNets nets, Shape shape, int batch, int fraction) {
      fixed = new long[batch * shape.size()];
      for (int b = 0; b < batch; b++) {
        double[] sample = nets.sample(shape);
        samples.add(sample);
        System.arraycopy(
            FixedPoint.encode(sample, fraction), 0, fixed, b * shape.size(), shape.size());
      }
    }
  }

  private static void assertExact(Network network, PlanOptions options, int batch, double within) {
    CompiledModel model = NetworkCompiler.compile(network, options);
    Inputs inputs =
        new Inputs(
            new RandomNets(SEED + 1), network.inputShape(), batch, model.plan().inputFraction());
    TwoParties parties = new TwoParties(model, batch);
    long[] outputs = parties.run(inputs.fixed);
    assertThat(outputs).as("%s, seed %d", options, SEED).isEqualTo(parties.emulate(inputs.fixed));
    for (int party = 0; party < 2; party++) {
      assertThat(parties.material(party).records).as("material left").isEmpty();
      assertThat(parties.material(party).bytes)
          .isEqualTo(RecordLengths.bytes(model.plan(), batch, party));
    }
    if (options.exact()) {
      assertThat(outputs)
          .isEqualTo(new FixedPointEmulator(model).run(inputs.fixed, batch, Masks.NONE));
    }
    int size = network.outputShape().size();
    for (int b = 0; b < batch; b++) {
      double[] plain = new ReferenceEvaluator(network).evaluate(inputs.samples.get(b));
      for (int i = 0; i < size; i++) {
        double value =
            model.plan().outputFactor()
                * FixedPoint.decode(outputs[b * size + i], model.plan().outputFraction());
        assertThat(value).isCloseTo(plain[i], org.assertj.core.data.Offset.offset(within));
      }
    }
  }

  private static Network residual(RandomNets nets) {
    return Network.builder("residual", Shape.image(2, 13, 11))
        .add("conv1", nets.conv(2, 6, 3, 1, 1))
        .add("relu1", new Layer.Relu())
        .add("pool", new Layer.MaxPool2d(3, 2, 1))
        .add("conv2", nets.conv(6, 6, 3, 1, 1))
        .add("relu2", new Layer.Relu())
        .add("conv3", nets.conv(6, 6, 3, 1, 1))
        .add("add", new Layer.Add(), "conv3", "pool")
        .add("relu3", new Layer.Relu())
        .add("conv4", nets.conv(6, 8, 3, 2, 1))
        .add("down", nets.conv(6, 8, 1, 2, 0), "relu3")
        .add("add2", new Layer.Add(), "conv4", "down")
        .add("relu4", new Layer.Relu())
        .add("avg", new Layer.AvgPool2d(2, 1, 0))
        .add("flatten", new Layer.Flatten())
        .add("linear", nets.linear(48, 5))
        .build();
  }

  @ParameterizedTest
  @MethodSource("options")
  void residualNetworksEqualTheEmulator(PlanOptions options) {
    double within = options.ringBits() < 40 ? 0.1 : 0.02;
    assertExact(residual(new RandomNets(SEED)), options, 3, within);
  }

  @ParameterizedTest
  @MethodSource("options")
  void olindaNetsWithQuadraticsEqualTheEmulator(PlanOptions options) {
    // Weights scaled by the root of the leading coefficient lose three of their few bits.
    double within = options.ringBits() < 40 ? 0.3 : 0.02;
    assertExact(new RandomNets(SEED).olindaZero(Layer.Polynomial.CHEMXOR), options, 2, within);
  }

  @ParameterizedTest
  @MethodSource("options")
  void olindaNetsWithReluEqualTheEmulator(PlanOptions options) {
    assertExact(new RandomNets(SEED).olindaZero(new Layer.Relu()), options, 2, 0.02);
  }

  @Test
  void maximumOfScoresIsTheFirstOfEqualOnes() {
    RandomNets nets = new RandomNets(SEED);
    for (int classes : new int[] {2, 3, 7, 10}) {
      Layer.Linear random = nets.linear(6, classes);
      Network network = Network.builder("labels", Shape.vector(6)).add("linear", random).build();
      CompiledModel model =
          NetworkCompiler.compile(network, PlanOptions.DEFAULT.withLabelOnly(true));
      int batch = 100;
      Inputs inputs = new Inputs(nets, network.inputShape(), batch, 13);
      // All scores equal the biases: those may tie.
      java.util.Arrays.fill(inputs.fixed, 0, 6, 0);
      TwoParties parties = new TwoParties(model, batch);
      assertThat(parties.run(inputs.fixed)).isEqualTo(parties.emulate(inputs.fixed));
    }
    Network tied =
        Network.builder("ties", Shape.vector(1))
            .add(
                "linear",
                new Layer.Linear(
                    org.chemxor.core.Tensor.of(new double[] {1, 2, 2, 0, 2}, 5, 1),
                    org.chemxor.core.Tensor.zeros(5)))
            .build();
    CompiledModel model =
        NetworkCompiler.compile(tied, PlanOptions.DEFAULT.withLabelOnly(true).withExact(true));
    assertThat(new TwoParties(model, 2).run(new long[] {8192, -8192})).containsExactly(1L, 3L);
  }
}
