package org.chemxor.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxExportTest {
  @TempDir private Path folder;
  private final Random random = new Random(5);

  /** The three architectures. */
  enum Olinda {
    ZERO,
    OLINDA,
    ONE
  }

  private static int[] channels(Olinda kind) {
    return switch (kind) {
      case ZERO -> new int[] {32};
      case OLINDA -> new int[] {32, 32};
      case ONE -> new int[] {32, 32, 64, 64};
    };
  }

  private static int[] features(Olinda kind) {
    return switch (kind) {
      case ZERO -> new int[] {3200, 512, 256, 3};
      case OLINDA -> new int[] {2048, 1024, 512, 256, 1};
      case ONE -> new int[] {1024, 1024, 512, 256, 2};
    };
  }

  private Tensor uniform(int fanIn, int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    double bound = 1 / Math.sqrt(fanIn);
    return Tensor.of(random.doubles(size, -bound, bound).toArray(), dimensions);
  }

  private Layer conv(int in, int out, int kernel, int stride, int padding) {
    int fanIn = in * kernel * kernel;
    return new Layer.Conv2d(
        uniform(fanIn, out, in, kernel, kernel), uniform(fanIn, out), stride, padding);
  }

  private Layer linear(int in, int out) {
    return new Layer.Linear(uniform(in, out, in), uniform(in, out));
  }

  private Network olinda(Olinda kind) {
    Network.Builder network = Network.builder(kind.name(), Shape.image(1, 32, 32));
    int in = 1;
    int[] channels = channels(kind);
    int[] features = features(kind);
    for (int i = 0; i < channels.length; i++) {
      network.add(conv(in, channels[i], 3, i == 0 ? 3 : 1, 0)).add(Polynomial.CHEMXOR);
      in = channels[i];
    }
    network.add(new Layer.Flatten());
    for (int i = 1; i < features.length; i++) {
      network.add(linear(features[i - 1], features[i]));
      if (i + 1 < features.length) {
        network.add(Polynomial.CHEMXOR);
      }
    }
    return network.build();
  }

  private Network agrees(Network network) throws IOException {
    Path file = folder.resolve("out.onnx");
    OnnxExport.write(network, file);
    Parity.assertAgrees(file, network);
    Network again = OnnxImport.read(file);
    assertEqual(again, network);
    return again;
  }

  /** The same layers, weights rounded to single precision. */
  private static void assertEqual(Network actual, Network expected) {
    assertThat(actual.inputShape()).isEqualTo(expected.inputShape());
    assertThat(actual.name()).isEqualTo(expected.name());
    assertThat(actual.nodes())
        .as("%s against %s", actual, expected)
        .hasSameSizeAs(expected.nodes());
    for (int i = 0; i < actual.nodes().size(); i++) {
      Network.Node a = actual.nodes().get(i);
      Network.Node e = expected.nodes().get(i);
      assertThat(a.inputs()).isEqualTo(e.inputs());
      assertThat(a.outputShape()).isEqualTo(e.outputShape());
      assertThat(a.layer()).as("layer %s", e.name()).isEqualTo(rounded(e.layer()));
    }
  }

  private static Layer rounded(Layer layer) {
    if (layer instanceof Layer.Conv2d conv) {
      return new Layer.Conv2d(
          rounded(conv.weights()), rounded(conv.bias()), conv.stride(), conv.padding());
    } else if (layer instanceof Layer.Linear linear) {
      return new Layer.Linear(rounded(linear.weights()), rounded(linear.bias()));
    } else if (layer instanceof Polynomial p) {
      return new Polynomial(rounded(p.coefficients()));
    }
    return layer;
  }

  private static Tensor rounded(Tensor tensor) {
    return Tensor.of(
        Arrays.stream(tensor.toArray()).map(x -> (float) x).toArray(), tensor.dimensions());
  }

  @ParameterizedTest
  @EnumSource(Olinda.class)
  void olindaNetsOpenInOnnxRuntimeAndComeBackEqual(Olinda kind) throws IOException {
    agrees(olinda(kind));
  }

  @Test
  void aQuadraticModelOpensInOnnxRuntimeAndComesBackEqual() throws IOException {
    agrees(
        Network.builder("Quadratic", Shape.image(1, 32, 32))
            .add("flatten", new Layer.Flatten())
            .add("map", linear(1024, 64))
            .add("square", Polynomial.of(0, 0, 1))
            .add("output", linear(64, 2))
            .build());
  }

  @Test
  void aNetworkBesideAQuadraticModelOpensInOnnxRuntimeAndComesBackEqual() throws IOException {
    agrees(
        Network.builder("Zero+Quadratic", Shape.image(1, 32, 32))
            .add("conv", conv(1, 8, 3, 3, 0))
            .add("activation", Polynomial.CHEMXOR)
            .add("flat", new Layer.Flatten())
            .add("linear", linear(800, 1))
            .add("flatten", new Layer.Flatten(), "input")
            .add("map", linear(1024, 16))
            .add("square", Polynomial.of(0, 0, 1))
            .add("output", linear(16, 1))
            .add("mean", new Layer.Add(), "linear", "output")
            .build());
  }

  @Test
  void everyLayerOpensInOnnxRuntimeAndComesBackEqual() throws IOException {
    Network again =
        agrees(
            Network.builder("all", Shape.image(2, 12, 12))
                .add("stem", conv(2, 4, 3, 1, 1))
                .add("relu", new Layer.Relu())
                .add("max", new Layer.MaxPool2d(3, 2, 1))
                .add("conv", conv(4, 4, 3, 1, 1))
                .add("cubic", Polynomial.of(0.5, -1, 0.25, 0.125))
                .add("sum", new Layer.Add(), "cubic", "max")
                .add("avg", new Layer.AvgPool2d(3, 2, 1))
                .add("flat", new Layer.Flatten())
                .add("head", linear(36, 5))
                .add("quartic", Polynomial.of(0, 0.5, 0, 0, 0.25))
                .build());
    assertThat(again.nodes()).extracting(Network.Node::name).contains("stem", "cubic", "head");
  }

  @Test
  void anImageAsOutputKeepsHeightAndWidth() throws IOException {
    agrees(Network.builder("image", Shape.image(1, 6, 5)).add(conv(1, 2, 3, 1, 0)).build());
  }

  @Test
  void vectorsAndImagesOfOnePixelMix() throws IOException {
    Network network =
        Network.builder("mixed", Shape.vector(6))
            .add("a", linear(6, 4))
            .add("b", conv(4, 4, 1, 1, 0))
            .add("c", new Layer.Add(), "a", "b")
            .add("d", new Layer.AvgPool2d(1, 1, 0))
            .add("e", linear(4, 2))
            .build();
    agrees(network);
  }

  @Test
  void weightsTooLargeForSinglePrecisionAreRefused() {
    Network network =
        Network.builder("huge", Shape.vector(1))
            .add(new Layer.Linear(Tensor.of(new double[] {1e300}, 1, 1), Tensor.zeros(1)))
            .build();
    assertThatThrownBy(() -> OnnxExport.write(network, folder.resolve("huge.onnx")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1.0E300")
        .hasMessageContaining("scale");
    assertThat(folder.resolve("huge.onnx")).doesNotExist();
  }
}
