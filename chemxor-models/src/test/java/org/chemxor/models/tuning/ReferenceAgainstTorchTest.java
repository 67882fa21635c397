package org.chemxor.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import java.util.Random;
import java.util.function.Function;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.train.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The yardstick of everything private, layer by layer, against PyTorch's own functions in double
 * precision: geometries at random, the seed in every message.
 */
class ReferenceAgainstTorchTest {
  private static final double TOLERANCE = 1e-12;
  private static final int GEOMETRIES = 60;
  private static NDManager manager;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @BeforeAll
  static void start() {
    manager = NDManager.newBaseManager(TorchRuntime.engine().defaultDevice(), "PyTorch");
  }

  @AfterAll
  static void stop() {
    manager.close();
  }

  private Tensor uniform(int... dimensions) {
    int size = 1;
    for (int d : dimensions) {
      size *= d;
    }
    return Tensor.of(random.doubles(size, -1, 1).toArray(), dimensions);
  }

  private static NDArray array(NDManager in, Tensor tensor) {
    long[] shape = java.util.Arrays.stream(tensor.dimensions()).asLongStream().toArray();
    return in.create(tensor.toArray(), new ai.djl.ndarray.types.Shape(shape));
  }

  private static ai.djl.ndarray.types.Shape pair(int value) {
    return new ai.djl.ndarray.types.Shape(value, value);
  }

  /** A layer alone, on one random sample, against what PyTorch makes of the same numbers. */
  private void assertSame(Layer layer, Shape in, Function<NDArray, NDArray> torch) {
    Network network = Network.builder("one", in).add(layer).build();
    double[] x = random.doubles(in.size(), -2, 2).toArray();
    double[] expected;
    try (NDManager sub = manager.newSubManager()) {
      NDArray input =
          in.isVector()
              ? sub.create(x, new ai.djl.ndarray.types.Shape(1, in.size()))
              : sub.create(
                  x, new ai.djl.ndarray.types.Shape(1, in.channels(), in.height(), in.width()));
      expected = torch.apply(input).toDoubleArray();
    }
    double[] actual = new ReferenceEvaluator(network).evaluate(x);
    assertThat(actual).as("%s, seed %d", layer, seed).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s on %s, output %d, seed %d", layer, in, i, seed)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private Shape image(int kernel) {
    int least = Math.max(2, kernel);
    return Shape.image(1 + random.nextInt(5), least + random.nextInt(9), least + random.nextInt(9));
  }

  @Test
  void convolutions() {
    for (int i = 0; i < GEOMETRIES; i++) {
      int kernel = 1 + random.nextInt(5);
      int stride = 1 + random.nextInt(3);
      int padding = random.nextInt(kernel);
      Shape in = image(kernel);
      int out = 1 + random.nextInt(6);
      Layer.Conv2d conv =
          new Layer.Conv2d(
              uniform(out, in.channels(), kernel, kernel), uniform(out), stride, padding);
      assertSame(
          conv,
          in,
          x ->
              Conv2d.conv2d(
                      x,
                      array(x.getManager(), conv.weights()),
                      array(x.getManager(), conv.bias()),
                      pair(stride),
                      pair(padding),
                      pair(1))
                  .singletonOrThrow());
    }
  }

  @Test
  void pooling() {
    for (int i = 0; i < GEOMETRIES; i++) {
      int size = 1 + random.nextInt(4);
      int stride = 1 + random.nextInt(3);
      int padding = random.nextInt(size / 2 + 1);
      Shape in = image(size);
      assertSame(
          new Layer.MaxPool2d(size, stride, padding),
          in,
          x -> Pool.maxPool2d(x, pair(size), pair(stride), pair(padding), false));
      assertSame(
          new Layer.AvgPool2d(size, stride, padding),
          in,
          x -> Pool.avgPool2d(x, pair(size), pair(stride), pair(padding), false, true));
    }
  }

  @Test
  void fullyConnectedLayersAndActivations() {
    for (int i = 0; i < GEOMETRIES; i++) {
      int in = 1 + random.nextInt(60);
      int out = 1 + random.nextInt(40);
      Layer.Linear linear = new Layer.Linear(uniform(out, in), uniform(out));
      assertSame(
          linear,
          Shape.vector(in),
          x -> {
            NDList result =
                Linear.linear(
                    x,
                    array(x.getManager(), linear.weights()),
                    array(x.getManager(), linear.bias()));
            return result.singletonOrThrow();
          });
      assertSame(new Layer.Relu(), Shape.vector(in), Activation::relu);
      double[] c = random.doubles(1 + random.nextInt(5), -1, 1).toArray();
      assertSame(
          Layer.Polynomial.of(c),
          Shape.vector(in),
          x -> {
            NDArray sum = x.zerosLike();
            for (int power = c.length - 1; power >= 0; power--) {
              sum = sum.mul(x).add(c[power]);
            }
            return sum;
          });
    }
  }
}
