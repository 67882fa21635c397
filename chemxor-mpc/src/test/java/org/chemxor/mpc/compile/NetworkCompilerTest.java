package org.chemxor.mpc.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.core.UnsupportedLayerException;
import org.chemxor.mpc.RandomNets;
import org.junit.jupiter.api.Test;

class NetworkCompilerTest {
  private static final long SEED = 20261128;

  private final RandomNets nets = new RandomNets(SEED);

  private static Layer.Linear constant(double value) {
    return new Layer.Linear(Tensor.of(new double[] {value}, 1, 1), Tensor.zeros(1));
  }

  @Test
  void comparesAfterPoolingAndAsOftenAsTheFormulaSays() {
    Plan plan = NetworkCompiler.compile(nets.resNet18(64, 4, 10), PlanOptions.DEFAULT).plan();
    assertThat(plan.gates().stream().map(gate -> gate.getClass().getSimpleName()).toList())
        .startsWith("Affine", "MaxPool", "Pointwise");
    assertThat(plan.gates().get(2).name()).isEqualTo("relu1");
    // Rows: 16 of 32 columns, the first window lacking one cell; then columns likewise.
    int rows = 4 * 32 * (16 + 15);
    int columns = 4 * 16 * (16 + 15);
    assertThat(plan.gates().get(1).steps().stream().mapToInt(Step::count).sum())
        .isEqualTo(rows + columns);
  }

  @Test
  void refusesWeightsTooLargeNamingTheLayerAndTheFix() {
    Network network = Network.builder("n", Shape.vector(1)).add("big", constant(40)).build();
    assertThatThrownBy(() -> NetworkCompiler.compile(network, PlanOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layer big")
        .hasMessageContaining("weightBits 14 or less");
    NetworkCompiler.compile(network, PlanOptions.DEFAULT.withWeightBits(14));
  }

  @Test
  void refusesPolynomialsItCannotRunNamingTheLayer() {
    Network cubic =
        Network.builder("n", Shape.vector(1))
            .add("linear", constant(1))
            .add("cubic", Layer.Polynomial.of(0, 0, 0, 1))
            .build();
    assertThatThrownBy(() -> NetworkCompiler.compile(cubic, PlanOptions.DEFAULT))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageContaining("layer cubic is a polynomial of degree 3");
    Network first =
        Network.builder("n", Shape.vector(1)).add("square", Layer.Polynomial.of(0, 0, 1)).build();
    assertThatThrownBy(() -> NetworkCompiler.compile(first, PlanOptions.DEFAULT))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageContaining("does not directly follow");
  }

  @Test
  void refusesTheLargestOfOneOutput() {
    Network network = Network.builder("n", Shape.vector(1)).add("linear", constant(1)).build();
    assertThatThrownBy(
            () -> NetworkCompiler.compile(network, PlanOptions.DEFAULT.withLabelOnly(true)))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageContaining("--label-only");
  }

  @Test
  void refusesReluAfterANegativeSquare() {
    Network network =
        Network.builder("n", Shape.vector(1))
            .add("linear", constant(1))
            .add("square", Layer.Polynomial.of(1, 0, -1))
            .add("relu", new Layer.Relu())
            .build();
    assertThatThrownBy(() -> NetworkCompiler.compile(network, PlanOptions.DEFAULT))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageContaining("layer relu");
  }

  @Test
  void refusesPlansThatContradictThemselves() {
    Plan plan =
        NetworkCompiler.compile(nets.olindaZero(new Layer.Relu()), PlanOptions.DEFAULT).plan();
    assertThatThrownBy(() -> with(plan, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 to 4096 gates");
    assertThatThrownBy(() -> with(plan, plan.gates().subList(1, plan.gates().size())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gate 0");
    Step wide = new Step(Step.Kind.RECTIFY, 1024, 13, 13, 40);
    assertThatThrownBy(() -> with(plan, List.of(new Gate.Pointwise("relu", 0, wide))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot do");
  }

  private static Plan with(Plan plan, List<Gate> gates) {
    return new Plan(
        plan.name(),
        plan.featuriser(),
        plan.ring(),
        plan.exact(),
        plan.comparator(),
        plan.input(),
        plan.inputFraction(),
        gates,
        plan.outputFraction(),
        plan.outputFactor());
  }
}
