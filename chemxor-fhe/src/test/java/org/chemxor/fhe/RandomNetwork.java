package org.chemxor.fhe;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;

/**
 * Networks of a seed: convolutions with strides, padding and channels, residual sums, pools,
 * polynomials of degree 1 to 4, linear layers, one to eight outputs, inputs of any small shape.
 * They have all that the compiler claims to run, in any order.
 */
public final class RandomNetwork {
  private final Random random;
  private final Network.Builder builder;
  private Shape shape;
  private String last = "input";
  private int count;

  private RandomNetwork(long seed) {
    random = new Random(seed);
    shape = random.nextInt(5) == 0 ? Shape.vector(oneTo(60)) : image();
    builder = Network.builder("random" + seed, shape);
  }

  private Shape image() {
    return Shape.image(oneTo(3), 3 + oneTo(10), 3 + oneTo(10));
  }

  /** The network of a seed; always the same. */
  public static Network of(long seed) {
    return new RandomNetwork(seed).build();
  }

  private int oneTo(int most) {
    return 1 + random.nextInt(most);
  }

  private Network build() {
    int blocks = oneTo(4);
    for (int i = 0; i < blocks; i++) {
      if (shape.isVector()) {
        vectorBlock();
      } else {
        imageBlock();
      }
    }
    if (random.nextInt(8) > 0) {
      head();
    }
    return builder.build();
  }

  private void add(Layer layer) {
    String name = "n" + count++;
    builder.add(name, layer, last);
    shape = layer.outputShape(java.util.List.of(shape));
    last = name;
  }

  private void imageBlock() {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        convolution();
        activation();
      }
      case 2 -> residual();
      case 3 -> pool();
      case 4 -> {
        convolution();
        if (random.nextBoolean()) {
          activation();
        }
        pool();
      }
      default -> {
        add(new Layer.Flatten());
        vectorBlock();
      }
    }
  }

  private void vectorBlock() {
    int before = shape.size();
    if (random.nextInt(4) == 0) {
      String skip = last;
      add(Networks.linear(random, before, before));
      activation();
      sum(skip);
    } else {
      add(Networks.linear(random, before, oneTo(40)));
      activation();
    }
  }

  private void head() {
    if (!shape.isVector()) {
      add(new Layer.Flatten());
    }
    add(Networks.linear(random, shape.size(), oneTo(8)));
    if (random.nextInt(4) == 0) {
      activation();
    }
  }

  private void convolution() {
    int kernel = Math.min(oneTo(3), Math.min(shape.height(), shape.width()));
    int padding = random.nextInt(kernel);
    add(Networks.conv(random, shape.channels(), oneTo(6), kernel, oneTo(3), padding));
  }

  private void pool() {
    int size = Math.min(oneTo(3), Math.min(shape.height(), shape.width()));
    add(new Layer.AvgPool2d(size, oneTo(3), random.nextInt(size)));
  }

  /** One or two convolutions that keep the shape, added to what they read. */
  private void residual() {
    String skip = last;
    int channels = shape.channels();
    int depth = oneTo(2);
    for (int i = 0; i < depth; i++) {
      int kernel = random.nextBoolean() ? 3 : 1;
      add(Networks.conv(random, channels, channels, kernel, 1, kernel / 2));
      if (i + 1 < depth || random.nextBoolean()) {
        activation();
      }
    }
    sum(skip);
    if (random.nextBoolean()) {
      activation();
    }
  }

  private void sum(String skip) {
    String name = "n" + count++;
    builder.add(name, new Layer.Add(), last, skip);
    last = name;
  }

  private void activation() {
    int degree = random.nextInt(6) == 0 ? 1 : 1 + oneTo(3);
    double[] coefficients = new double[degree + 1];
    for (int i = 0; i <= degree; i++) {
      double bound = i == 0 ? 0.5 : i == 1 ? 1 : 0.2 / i;
      coefficients[i] = bound * (2 * random.nextDouble() - 1);
    }
    if (random.nextInt(4) == 0) {
      coefficients[random.nextInt(degree)] = 0;
    }
    add(new Polynomial(Tensor.of(coefficients, coefficients.length)));
  }
}
