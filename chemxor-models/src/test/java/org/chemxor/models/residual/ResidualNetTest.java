package org.chemxor.models.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.junit.jupiter.api.Test;

class ResidualNetTest {
  @Test
  void resNet18HasTorchvisionsWeightsButForBatchNorms() {
    Network network = ResidualNet.resNet18(224, 1000, 1);
    // 11,689,512 with a weight and a bias for each batch norm; folded, their biases stay.
    assertThat(network.parameterCount()).isEqualTo(11_684_712);
    assertThat(network.outputShape().size()).isEqualTo(1000);
    assertThat(network.nodes().stream().filter(node -> node.name().contains("conv")).count())
        .isEqualTo(17);
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndValuesStayNearOne() {
    double[] input = new double[3 * 64 * 64];
    Arrays.setAll(input, i -> Math.sin(i));
    double[] first = outputs(ResidualNet.small(64, 5, 9), input);
    assertThat(outputs(ResidualNet.small(64, 5, 9), input)).containsExactly(first);
    assertThat(outputs(ResidualNet.small(64, 5, 10), input)).isNotEqualTo(first);
    for (double output : first) {
      assertThat(Math.abs(output)).isLessThan(3);
    }
  }

  private static double[] outputs(Network network, double[] input) {
    return new ReferenceEvaluator(network).evaluate(input);
  }

  @Test
  void resizedNetworksKeepTheirWeightsAndPoolTheWholeImage() {
    Network small = ResidualNet.small(64, 2, 1);
    Network larger = ResidualNet.resized(small, 96);
    assertThat(larger.inputShape().width()).isEqualTo(96);
    assertThat(larger.outputShape()).isEqualTo(small.outputShape());
    assertThat(larger.parameterCount()).isEqualTo(small.parameterCount());
    assertThat(ResidualNet.resized(larger, 64).toString()).isEqualTo(small.toString());
    double[] input = new double[3 * 64 * 64];
    Arrays.fill(input, 0.3);
    assertThat(outputs(ResidualNet.resized(larger, 64), input))
        .containsExactly(outputs(small, input));
  }

  @Test
  void refusesImagesThatAreTooSmall() {
    assertThatThrownBy(() -> ResidualNet.small(16, 2, 1)).hasMessageContaining("32x32");
  }
}
