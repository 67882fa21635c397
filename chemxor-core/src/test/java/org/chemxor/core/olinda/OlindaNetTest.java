package org.chemxor.core.olinda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.junit.jupiter.api.Test;

class OlindaNetTest {
  private static final Layer QUADRATIC = Layer.Polynomial.of(0.2, 0.3, 0.4);

  @Test
  void hasChemXorsLayerSizes() {
    assertThat(OlindaNet.zero().flattenedSize()).isEqualTo(3200);
    assertThat(OlindaNet.standard().flattenedSize()).isEqualTo(2048);
    assertThat(OlindaNet.one().flattenedSize()).isEqualTo(1024);
    assertThat(OlindaNet.zero().linears()).containsExactly(512, 256, 1);
    assertThat(OlindaNet.one().linears()).containsExactly(1024, 512, 256, 1);
    assertThat(OlindaNet.zero().activation()).isEqualTo(Activation.CHEMXOR);
  }

  @Test
  void isFoundByItsShortAndItsFullName() {
    assertThat(OlindaNet.named("zero")).isEqualTo(OlindaNet.zero());
    assertThat(OlindaNet.named("olinda_one")).isEqualTo(OlindaNet.one());
    assertThat(OlindaNet.named("OlindaNet")).isEqualTo(OlindaNet.standard());
    assertThatThrownBy(() -> OlindaNet.named("resnet"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("zero, olinda and one");
  }

  @Test
  void isRecognisedByLayersAlone() {
    for (OlindaNet net : List.of(OlindaNet.zero(), OlindaNet.standard(), OlindaNet.one())) {
      assertThat(OlindaNet.of(network(net.withOutputs(3), 3, 0, QUADRATIC)))
          .contains(net.withOutputs(3));
    }
  }

  @Test
  void otherKernelsPaddingsAndActivationsAreOtherNetworks() {
    OlindaNet zero = OlindaNet.zero();
    OlindaNet wider = wide(zero);
    assertThat(OlindaNet.of(network(zero, 3, 0, QUADRATIC))).contains(zero);
    assertThat(OlindaNet.of(network(zero, 5, 1, QUADRATIC))).isEmpty();
    assertThat(OlindaNet.of(network(zero, 3, 0, Layer.Polynomial.of(0, 1, 1, 1)))).isEmpty();
    assertThat(OlindaNet.of(network(zero, 3, 0, new Layer.Relu()))).isEmpty();
    assertThat(OlindaNet.of(network(wider, 3, 0, QUADRATIC))).isEmpty();
    Network inputs = Network.builder("x", Shape.vector(4)).add(new Layer.Flatten()).build();
    assertThat(OlindaNet.of(inputs)).isEmpty();
  }

  private static OlindaNet wide(OlindaNet net) {
    return new OlindaNet(net.name(), net.convolutions(), List.of(513, 256, 1), net.activation());
  }

  /** A network like {@code net} whose weights are zeros. */
  private static Network network(OlindaNet net, int kernel, int padding, Layer activation) {
    Network.Builder builder = Network.builder("any name", net.inputShape());
    for (OlindaNet.Convolution c : net.convolutions()) {
      builder
          .add(
              new Layer.Conv2d(
                  zeros(c.out(), c.in(), kernel, kernel), zeros(c.out()), c.stride(), padding))
          .add(activation);
    }
    builder.add(new Layer.Flatten());
    int features = net.flattenedSize();
    for (int out : net.linears().subList(0, net.linears().size() - 1)) {
      builder.add(new Layer.Linear(zeros(out, features), zeros(out))).add(activation);
      features = out;
    }
    return builder
        .add(new Layer.Linear(zeros(net.outputs(), features), zeros(net.outputs())))
        .build();
  }

  private static Tensor zeros(int... shape) {
    return Tensor.of(new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
  }

  @Test
  void refusesLayersThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new OlindaNet(
                    "x",
                    List.of(new OlindaNet.Convolution(2, 4, 1)),
                    List.of(1),
                    Activation.CHEMXOR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 channels");
    assertThatThrownBy(() -> OlindaNet.zero().withOutputs(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Activation.quadratic(0.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collapse");
  }
}
