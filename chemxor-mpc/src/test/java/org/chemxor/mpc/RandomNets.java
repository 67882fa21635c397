package org.chemxor.mpc;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;

/** Networks with random weights that keep activations near 1. */
public final class RandomNets {
  private final Random random;

  /** A source of weights. */
  public RandomNets(long seed) {
    random = new Random(seed);
  }

  private Tensor normal(double deviation, int... shape) {
    int size = 1;
    for (int n : shape) {
      size *= n;
    }
    return Tensor.of(
        random.doubles(size).map(x -> deviation * random.nextGaussian()).toArray(), shape);
  }

  /** A convolution after He. */
  public Layer.Conv2d conv(int in, int out, int kernel, int stride, int padding) {
    return new Layer.Conv2d(
        normal(Math.sqrt(2.0 / (in * kernel * kernel)), out, in, kernel, kernel),
        normal(0.1, out),
        stride,
        padding);
  }

  /** The last convolution of a residual block: small, so that sums over blocks stay near 1. */
  private Layer.Conv2d closing(int channels) {
    Layer.Conv2d conv = conv(channels, channels, 3, 1, 1);
    Tensor weights = conv.weights();
    double[] scaled = new double[weights.size()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = 0.3 * weights.at(i);
    }
    return new Layer.Conv2d(
        Tensor.of(scaled, weights.dimensions()), conv.bias(), conv.stride(), conv.padding());
  }

  /** A linear layer. */
  public Layer.Linear linear(int in, int out) {
    return new Layer.Linear(normal(Math.sqrt(1.0 / in), out, in), normal(0.1, out));
  }

  /** An OlindaNetZero with the activation given. */
  public Network olindaZero(Layer activation) {
    return Network.builder("OlindaNetZero", Shape.image(1, 32, 32))
        .add("conv1", conv(1, 32, 3, 3, 0))
        .add("activation1", activation)
        .add("flatten", new Layer.Flatten())
        .add("linear1", linear(3200, 512))
        .add("activation2", activation)
        .add("linear2", linear(512, 256))
        .add("activation3", activation)
        .add("linear3", linear(256, 1))
        .build();
  }

  /**
   * A residual network of torchvision's ResNet-18 shape.
   *
   * @param side of the input
   * @param width channels of the first stage: 64 in ResNet-18
   * @param classes outputs
   */
  public Network resNet18(int side, int width, int classes) {
    Network.Builder net = Network.builder("resnet18", Shape.image(3, side, side));
    net.add("conv1", conv(3, width, 7, 2, 3))
        .add("relu1", new Layer.Relu())
        .add("maxpool", new Layer.MaxPool2d(3, 2, 1));
    String last = "maxpool";
    int channels = width;
    int size = (((side - 1) / 2 + 1) - 1) / 2 + 1;
    for (int stage = 1; stage <= 4; stage++) {
      int out = width << (stage - 1);
      for (int block = 0; block < 2; block++) {
        int stride = stage > 1 && block == 0 ? 2 : 1;
        size = (size - 1) / stride + 1;
        String name = "layer" + stage + "." + block;
        net.add(name + ".conv1", conv(channels, out, 3, stride, 1), last)
            .add(name + ".relu1", new Layer.Relu())
            .add(name + ".conv2", closing(out));
        String skip = last;
        if (stride != 1 || channels != out) {
          skip = name + ".downsample";
          net.add(skip, conv(channels, out, 1, stride, 0), last);
        }
        net.add(name + ".add", new Layer.Add(), name + ".conv2", skip)
            .add(name + ".relu2", new Layer.Relu());
        last = name + ".relu2";
        channels = out;
      }
    }
    return net.add("avgpool", new Layer.AvgPool2d(size, 1, 0))
        .add("flatten", new Layer.Flatten())
        .add("fc", linear(channels, classes))
        .build();
  }

  /** A normally distributed sample. */
  public double[] sample(Shape shape) {
    return random.doubles(shape.size()).map(x -> random.nextGaussian()).toArray();
  }
}
