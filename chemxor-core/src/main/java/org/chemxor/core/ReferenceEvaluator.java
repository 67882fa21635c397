package org.chemxor.core;

import java.util.List;

/**
 * Runs a {@link Network} in the clear, in double precision: the yardstick every private backend is
 * measured against. Plain loops in the order of the definitions; stateless and thread-safe.
 */
public final class ReferenceEvaluator {
  private final Network network;

  /** An evaluator of {@code network}. */
  public ReferenceEvaluator(Network network) {
    this.network = network;
  }

  /**
   * Evaluates one sample.
   *
   * @param input values in {@code [channels, height, width]} order, as many as the input shape has
   * @return the output in the same order
   * @throws IllegalArgumentException when the input has the wrong length
   */
  public double[] evaluate(double[] input) {
    return evaluateAll(input)[network.nodes().size()];
  }

  /** Evaluates one image. */
  public double[] evaluate(MoleculeImage image) {
    return evaluate(image.toArray());
  }

  /**
   * Evaluates one sample and keeps what every node computed.
   *
   * @return value 0 is a copy of the input, value i + 1 the output of node i
   */
  public double[][] evaluateAll(double[] input) {
    if (input.length != network.inputShape().size()) {
      throw new IllegalArgumentException(
          "network "
              + network.name()
              + " takes "
              + network.inputShape().size()
              + " numbers, got "
              + input.length);
    }
    List<Network.Node> nodes = network.nodes();
    double[][] values = new double[nodes.size() + 1][];
    values[0] = input.clone();
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      double[] first = values[node.inputs().get(0)];
      Shape firstShape = network.valueShape(node.inputs().get(0));
      values[i + 1] =
          node.layer() instanceof Layer.Add
              ? sum(first, values[node.inputs().get(1)])
              : apply(node.layer(), first, firstShape, node.outputShape());
    }
    return values;
  }

  private static double[] apply(Layer layer, double[] x, Shape in, Shape out) {
    if (layer instanceof Layer.Conv2d conv) {
      return convolve(conv, x, in, out);
    } else if (layer instanceof Layer.Linear linear) {
      return multiply(linear, x);
    } else if (layer instanceof Layer.Polynomial polynomial) {
      return map(x, polynomial::apply);
    } else if (layer instanceof Layer.Relu) {
      return map(x, v -> Math.max(0, v));
    } else if (layer instanceof Layer.MaxPool2d pool) {
      return pool(x, in, out, pool.size(), pool.stride(), pool.padding(), true);
    } else if (layer instanceof Layer.AvgPool2d pool) {
      return pool(x, in, out, pool.size(), pool.stride(), pool.padding(), false);
    } else if (layer instanceof Layer.Flatten) {
      return x.clone();
    }
    throw new IllegalStateException("no rule for " + layer);
  }

  private static double[] sum(double[] a, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] + b[i];
    }
    return result;
  }

  private static double[] map(double[] x, java.util.function.DoubleUnaryOperator function) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = function.applyAsDouble(x[i]);
    }
    return result;
  }

  private static double[] multiply(Layer.Linear linear, double[] x) {
    double[] weights = linear.weights().shared();
    double[] result = linear.bias().toArray();
    for (int o = 0; o < result.length; o++) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += weights[o * x.length + i] * x[i];
      }
      result[o] += sum;
    }
    return result;
  }

  private static double[] convolve(Layer.Conv2d conv, double[] x, Shape in, Shape out) {
    double[] result = new double[out.size()];
    for (int o = 0; o < out.channels(); o++) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          result[(o * out.height() + row) * out.width() + column] =
              conv.bias().at(o) + window(conv, x, in, o, row, column);
        }
      }
    }
    return result;
  }

  private static double window(
      Layer.Conv2d conv, double[] x, Shape in, int out, int outRow, int outColumn) {
    double sum = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int kr = 0; kr < conv.kernelHeight(); kr++) {
        int row = outRow * conv.stride() + kr - conv.padding();
        if (row < 0 || row >= in.height()) {
          continue;
        }
        for (int kc = 0; kc < conv.kernelWidth(); kc++) {
          int column = outColumn * conv.stride() + kc - conv.padding();
          if (column >= 0 && column < in.width()) {
            sum += conv.weight(out, c, kr, kc) * x[(c * in.height() + row) * in.width() + column];
          }
        }
      }
    }
    return sum;
  }

  private static double[] pool(
      double[] x, Shape in, Shape out, int size, int stride, int padding, boolean maximum) {
    double[] result = new double[out.size()];
    for (int c = 0; c < out.channels(); c++) {
      for (int r = 0; r < out.height(); r++) {
        for (int k = 0; k < out.width(); k++) {
          double value = maximum ? Double.NEGATIVE_INFINITY : 0;
          for (int row = r * stride - padding; row < r * stride - padding + size; row++) {
            for (int col = k * stride - padding; col < k * stride - padding + size; col++) {
              if (row >= 0 && row < in.height() && col >= 0 && col < in.width()) {
                double v = x[(c * in.height() + row) * in.width() + col];
                value = maximum ? Math.max(value, v) : value + v;
              }
            }
          }
          result[(c * out.height() + r) * out.width() + k] =
              maximum ? value : value / ((double) size * size);
        }
      }
    }
    return result;
  }
}
