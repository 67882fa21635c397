package org.chemxor.models.residual;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;

/**
 * Residual networks (He et al., CVPR 2016) with random weights to start from, batch normalisation
 * folded away: the last convolution of every block starts small instead, so that blocks begin close
 * to the identity (after Zhang et al., Fixup, ICLR 2019).
 */
public final class ResidualNet {
  private static final double BLOCK_GAIN = 0.2;

  private final Random random;

  private ResidualNet(long seed) {
    random = new Random(seed);
  }

  /**
   * ResNet-18 with torchvision's geometry: 11 million weights and 1.8 billion products at 224x224.
   *
   * @param side of the images, at least 32
   * @param classes outputs, at least 2
   * @param seed of the weights
   */
  public static Network resNet18(int side, int classes, long seed) {
    return new ResidualNet(seed).network("resnet18", side, 64, 4, 2, classes);
  }

  /**
   * A small one: 16 channels, three stages of one block; 77,000 weights.
   *
   * @param side of the images, at least 32
   * @param classes outputs, at least 2
   * @param seed of the weights
   */
  public static Network small(int side, int classes, long seed) {
    return new ResidualNet(seed).network("residual-small", side, 16, 3, 1, classes);
  }

  /**
   * A network for images of another size, with the same weights: learning on small images first
   * saves most of the time. Average pools that take the whole image still do.
   *
   * @param network for squares
   * @param side of the images, at least 32
   */
  public static Network resized(Network network, int side) {
    Shape input = Shape.image(network.inputShape().channels(), side, side);
    Network.Builder net = Network.builder(network.name(), input);
    List<Shape> shapes = new ArrayList<>(List.of(input));
    for (Network.Node node : network.nodes()) {
      List<Shape> in = node.inputs().stream().map(shapes::get).toList();
      Layer layer = node.layer();
      int before = network.valueShape(node.inputs().get(0)).height();
      if (layer instanceof Layer.AvgPool2d pool && pool.size() == before) {
        layer = new Layer.AvgPool2d(in.get(0).height(), pool.stride(), pool.padding());
      }
      String[] names =
          node.inputs().stream()
              .map(i -> i == 0 ? "input" : network.nodes().get(i - 1).name())
              .toArray(String[]::new);
      net.add(node.name(), layer, names);
      shapes.add(layer.outputShape(in));
    }
    return net.build();
  }

  private Network network(String name, int side, int width, int stages, int blocks, int classes) {
    if (side < 32 || classes < 2) {
      throw new IllegalArgumentException(
          "images of at least 32x32 and 2 classes are needed, got " + side + " and " + classes);
    }
    Network.Builder net = Network.builder(name, Shape.image(3, side, side));
    net.add("conv1", conv(3, width, 7, 2, 3, 1))
        .add("relu1", new Layer.Relu())
        .add("maxpool", new Layer.MaxPool2d(3, 2, 1));
    String last = "maxpool";
    int channels = width;
    int size = halved(halved(side));
    for (int stage = 1; stage <= stages; stage++) {
      int out = width << (stage - 1);
      for (int block = 0; block < blocks; block++) {
        boolean halving = stage > 1 && block == 0;
        size = halving ? halved(size) : size;
        last = block(net, "layer" + stage + "." + block, last, channels, out, halving ? 2 : 1);
        channels = out;
      }
    }
    return net.add("avgpool", new Layer.AvgPool2d(size, 1, 0))
        .add("flatten", new Layer.Flatten())
        .add(
            "fc",
            new Layer.Linear(normal(0.1 / Math.sqrt(channels), classes, channels), zeros(classes)))
        .build();
  }

  private static int halved(int size) {
    return (size - 1) / 2 + 1;
  }

  private String block(
      Network.Builder net, String name, String in, int channels, int out, int stride) {
    net.add(name + ".conv1", conv(channels, out, 3, stride, 1, 1), in)
        .add(name + ".relu1", new Layer.Relu())
        .add(name + ".conv2", conv(out, out, 3, 1, 1, BLOCK_GAIN));
    String skip = in;
    if (stride != 1 || channels != out) {
      skip = name + ".downsample";
      net.add(skip, conv(channels, out, 1, stride, 0, 1), in);
    }
    net.add(name + ".add", new Layer.Add(), name + ".conv2", skip)
        .add(name + ".relu2", new Layer.Relu());
    return name + ".relu2";
  }

  /** Weights after He et al. (ICCV 2015), times a gain. */
  private Layer.Conv2d conv(int in, int out, int kernel, int stride, int padding, double gain) {
    double deviation = gain * Math.sqrt(2.0 / (in * kernel * kernel));
    return new Layer.Conv2d(
        normal(deviation, out, in, kernel, kernel), zeros(out), stride, padding);
  }

  private Tensor normal(double deviation, int... shape) {
    int size = 1;
    for (int n : shape) {
      size *= n;
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static Tensor zeros(int size) {
    return Tensor.of(new double[size], size);
  }
}
