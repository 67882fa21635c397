package org.chemxor.fhe.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.UnsupportedLayerException;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.RandomNetwork;
import org.junit.jupiter.api.Test;

/** Networks as stages: few of them, and the same function. */
class NormalizerTest {
  private static final int NETWORKS = 300;

  @Test
  void stagesComputeWhatTheNetworkDoes() {
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Network network = RandomNetwork.of(seed);
      StageGraph graph = StageGraph.of(network);
      double[] input = new Random(seed).doubles(network.inputShape().size(), -1, 1).toArray();
      double[] expected = new ReferenceEvaluator(network).evaluate(input);
      double scale = 1;
      for (double v : expected) {
        scale = Math.max(scale, Math.abs(v));
      }
      assertClose(graph.evaluate(input), expected, scale, "seed " + seed);
      assertClose(
          graph.withActivationsApart().evaluate(input), expected, scale, "apart, seed " + seed);
    }
  }

  private static void assertClose(double[] actual, double[] expected, double scale, String what) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(what).isCloseTo(expected[i], within(1e-9 * scale));
    }
  }

  @Test
  void linearLayersInARowAreOneStageAndScalesMoveIntoWeights() {
    Random random = new Random(1);
    Network network =
        Network.builder("rows", Shape.vector(6))
            .add(Networks.linear(random, 6, 5))
            .add(Layer.Polynomial.of(0.5, -2))
            .add(Networks.linear(random, 5, 4))
            .add(Layer.Polynomial.of(0.25, 1.5, -3))
            .add(Networks.linear(random, 4, 3))
            .build();
    StageGraph graph = StageGraph.of(network);
    assertThat(graph.stages().get(graph.stages().size() - 1).activation())
        .isEqualTo(new Activation.Identity());
    assertThat(graph.stages().stream().filter(s -> s.activation() instanceof Activation.Square))
        .as("the quadratic polynomial is one square")
        .hasSize(1);
    assertThat(graph.depth()).isLessThanOrEqualTo(4);
    double[] input = random.doubles(6, -1, 1).toArray();
    assertClose(graph.evaluate(input), new ReferenceEvaluator(network).evaluate(input), 1, "rows");
  }

  @Test
  void whatCiphertextsCannotDoIsRefusedByLayer() {
    Network network =
        Network.builder("relu", Shape.image(1, 4, 4))
            .add("flat", new Layer.Flatten(), "input")
            .add("kink", new Layer.Relu())
            .build();
    assertThatThrownBy(() -> StageGraph.of(network))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageContaining("kink");
    assertThat(StageGraph.unsupported(network)).hasSize(1);
  }
}
