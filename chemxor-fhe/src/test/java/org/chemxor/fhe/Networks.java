package org.chemxor.fhe;

import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Conv2d;
import org.chemxor.core.Layer.Linear;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.core.olinda.OlindaNet;

/**
 * Networks with random weights: uniform within 1/sqrt(fan-in), as PyTorch initialises them. The
 * OlindaNets get weights twice as wide, because otherwise their outputs hardly depend on the image
 * (by 5e-5 in OlindaNetOne), which no trained network's do.
 */
public final class Networks {
  private static final double OLINDA_GAIN = 2;

  private Networks() {}

  public static Tensor uniform(Random random, double bound, int... dimensions) {
    int size = 1;
    for (int d : dimensions) {
      size *= d;
    }
    double[] values = random.doubles(size, -bound, bound).toArray();
    return Tensor.of(values, dimensions);
  }

  public static Conv2d conv(Random random, int in, int out, int kernel, int stride, int padding) {
    return conv(random, 1, in, out, kernel, stride, padding);
  }

  private static Conv2d conv(
      Random random, double gain, int in, int out, int kernel, int stride, int padding) {
    double bound = gain / Math.sqrt(in * kernel * kernel);
    return new Conv2d(
        uniform(random, bound, out, in, kernel, kernel),
        uniform(random, bound, out),
        stride,
        padding);
  }

  public static Linear linear(Random random, int in, int out) {
    return linear(random, 1, in, out);
  }

  private static Linear linear(Random random, double gain, int in, int out) {
    double bound = gain / Math.sqrt(in);
    return new Linear(uniform(random, bound, out, in), uniform(random, bound, out));
  }

  /** An OlindaNet with random weights. */
  /** A square between two linear maps, 20 numbers to 3: for a single round in a small ring. */
  public static Network oneSquare(long seed) {
    Random random = new Random(seed);
    return Network.builder("small", Shape.vector(20))
        .add(linear(random, 20, 8))
        .add(Polynomial.of(0, 1, 0.25))
        .add(linear(random, 8, 3))
        .build();
  }

  private static Network olinda(OlindaNet net, long seed, int outputs) {
    Random random = new Random(seed);
    Network.Builder builder = Network.builder(net.name(), net.inputShape());
    for (OlindaNet.Convolution c : net.convolutions()) {
      builder
          .add(conv(random, OLINDA_GAIN, c.in(), c.out(), OlindaNet.KERNEL, c.stride(), 0))
          .add(Polynomial.CHEMXOR);
    }
    builder.add(new Layer.Flatten());
    int features = net.flattenedSize();
    for (int out : net.linears().subList(0, net.linears().size() - 1)) {
      builder.add(linear(random, OLINDA_GAIN, features, out)).add(Polynomial.CHEMXOR);
      features = out;
    }
    return builder.add(linear(random, OLINDA_GAIN, features, outputs)).build();
  }

  public static Network olindaNetZero(long seed, int outputs) {
    return olinda(OlindaNet.zero(), seed, outputs);
  }

  public static Network olindaNet(long seed, int outputs) {
    return olinda(OlindaNet.standard(), seed, outputs);
  }

  public static Network olindaNetOne(long seed, int outputs) {
    return olinda(OlindaNet.one(), seed, outputs);
  }

  /**
   * Everything at once: several channels, stride, padding, activations of degree two, three and
   * four, a residual sum and pooling.
   *
   * @param size rows and columns of the image, a multiple of twice the stride
   * @param stride of the first convolution
   */
  public static Network residual(long seed, int size, int stride) {
    Random random = new Random(seed);
    int pooled = size / stride / 2;
    return Network.builder("residual", Shape.image(2, size, size))
        .add("stem", conv(random, 2, 4, 3, stride, 1))
        .add("act1", Polynomial.CHEMXOR)
        .add("conv1", conv(random, 4, 4, 3, 1, 1))
        .add("act2", Polynomial.of(0.1, 0.4, 0.05, -0.02))
        .add("conv2", conv(random, 4, 4, 3, 1, 1))
        .add("sum", new Layer.Add(), "conv2", "act1")
        .add("act3", Polynomial.of(0.1, 0.5, -0.03, 0.01, 0.02))
        .add("pool", new Layer.AvgPool2d(2, 2, 0))
        .add("flat", new Layer.Flatten())
        .add("head", linear(random, 4 * pooled * pooled, 3))
        .build();
  }

  /** A sparse image like a fingerprint: a tenth of the pixels set, in (0, 1]. */
  public static double[] image(long seed, int size) {
    Random random = new Random(seed);
    double[] image = new double[size];
    for (int i = 0; i < size; i++) {
      image[i] = random.nextInt(10) == 0 ? (1 + random.nextInt(4)) / 4.0 : 0;
    }
    return image;
  }

  /** The images of seeds 0 to {@code count - 1} that a network reads. */
  public static double[][] images(Network network, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> image(i, network.inputShape().size()))
        .toArray(double[][]::new);
  }
}
