package org.chemxor.core;

import java.util.List;

/**
 * One operation of a {@link Network}. Layers are immutable values; weights follow PyTorch's order.
 * Batch normalisation has no layer of its own: it is folded into its neighbour when a network is
 * imported.
 */
public sealed interface Layer {

  /**
   * The shape this layer produces.
   *
   * @param inputs the shapes of its inputs; one for every layer but {@link Add}
   * @throws IllegalArgumentException when the layer cannot take these shapes; the message says why
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * Two-dimensional convolution (cross-correlation, as in PyTorch), zero padding.
   *
   * @param weights {@code [out, in, kernelHeight, kernelWidth]}
   * @param bias {@code [out]}
   * @param stride step in both directions, at least 1
   * @param padding zeros added on each side, at least 0
   */
  record Conv2d(Tensor weights, Tensor bias, int stride, int padding) implements Layer {
    /** Checks ranks, sizes, stride and padding. */
    public Conv2d {
      Layers.requireRank("Conv2d weights", weights, 4);
      Layers.requireVector("Conv2d bias", bias, weights.dimension(0));
      Layers.requireAtLeast("Conv2d stride", stride, 1);
      Layers.requireAtLeast("Conv2d padding", padding, 0);
    }

    /** Number of output channels. */
    public int outChannels() {
      return weights.dimension(0);
    }

    /** Number of input channels. */
    public int inChannels() {
      return weights.dimension(1);
    }

    /** Rows of the kernel. */
    public int kernelHeight() {
      return weights.dimension(2);
    }

    /** Columns of the kernel. */
    public int kernelWidth() {
      return weights.dimension(3);
    }

    /** The weight from input channel {@code in} at kernel position (row, column) to {@code out}. */
    public double weight(int out, int in, int row, int column) {
      return weights.at(
          ((out * inChannels() + in) * kernelHeight() + row) * kernelWidth() + column);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = Layers.single("Conv2d", inputs);
      if (in.channels() != inChannels()) {
        throw new IllegalArgumentException(
            "Conv2d has weights for "
                + inChannels()
                + " input channels, its input has shape "
                + in);
      }
      return Shape.image(
          outChannels(),
          Layers.slidingSize("Conv2d", in.height(), kernelHeight(), stride, padding),
          Layers.slidingSize("Conv2d", in.width(), kernelWidth(), stride, padding));
    }
  }

  /**
   * Fully connected layer {@code y = W x + b} on a vector.
   *
   * @param weights {@code [out, in]}
   * @param bias {@code [out]}
   */
  record Linear(Tensor weights, Tensor bias) implements Layer {
    /** Checks ranks and sizes. */
    public Linear {
      Layers.requireRank("Linear weights", weights, 2);
      Layers.requireVector("Linear bias", bias, weights.dimension(0));
    }

    /** Number of outputs. */
    public int outFeatures() {
      return weights.dimension(0);
    }

    /** Number of inputs. */
    public int inFeatures() {
      return weights.dimension(1);
    }

    /** The weight from input {@code in} to output {@code out}. */
    public double weight(int out, int in) {
      return weights.at(out * inFeatures() + in);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = Layers.single("Linear", inputs);
      if (!in.isVector() || in.channels() != inFeatures()) {
        throw new IllegalArgumentException(
            "Linear takes a vector of "
                + inFeatures()
                + ", its input has shape "
                + in
                + (in.isVector() ? "" : "; put a Flatten before it"));
      }
      return Shape.vector(outFeatures());
    }
  }

  /**
   * Element-wise polynomial {@code c0 + c1 x + c2 x^2 + ...}.
   *
   * @param coefficients lowest power first; at least one
   */
  record Polynomial(Tensor coefficients) implements Layer {
    /**
     * ChemXor's activation, {@code 1.8697581 + 0.5 x + 0.013394318 x^2}, a quadratic fit to ReLU.
     */
    public static final Polynomial CHEMXOR = of(1.8697581, 0.5, 0.013394318);

    /** Checks that there is a coefficient. */
    public Polynomial {
      Layers.requireRank("Polynomial coefficients", coefficients, 1);
    }

    /** A polynomial from its coefficients, lowest power first. */
    public static Polynomial of(double... coefficients) {
      return new Polynomial(Tensor.of(coefficients, coefficients.length));
    }

    /** The highest power with a coefficient other than zero. */
    public int degree() {
      int degree = coefficients.size() - 1;
      while (degree > 0 && coefficients.at(degree) == 0) {
        degree--;
      }
      return degree;
    }

    /** The coefficient of {@code x^power}, zero above the degree. */
    public double coefficient(int power) {
      return power < coefficients.size() ? coefficients.at(power) : 0;
    }

    /** The value at x, by Horner's rule. */
    public double apply(double x) {
      double sum = 0;
      for (int i = coefficients.size() - 1; i >= 0; i--) {
        sum = sum * x + coefficients.at(i);
      }
      return sum;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Layers.single("Polynomial", inputs);
    }
  }

  /** Element-wise {@code max(0, x)}. CKKS cannot evaluate it. */
  record Relu() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Layers.single("Relu", inputs);
    }
  }

  /**
   * Maximum over windows. CKKS cannot evaluate it.
   *
   * @param size rows and columns of the window, at least 1
   * @param stride step in both directions, at least 1
   * @param padding cells of minus infinity added on each side, less than {@code size}
   */
  record MaxPool2d(int size, int stride, int padding) implements Layer {
    /** Checks the ranges. */
    public MaxPool2d {
      Layers.requirePool("MaxPool2d", size, stride, padding);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Layers.pooled("MaxPool2d", inputs, size, stride, padding);
    }
  }

  /**
   * Mean over windows; padding counts as zeros, as in PyTorch's default.
   *
   * @param size rows and columns of the window, at least 1
   * @param stride step in both directions, at least 1
   * @param padding zeros added on each side, less than {@code size}
   */
  record AvgPool2d(int size, int stride, int padding) implements Layer {
    /** Checks the ranges. */
    public AvgPool2d {
      Layers.requirePool("AvgPool2d", size, stride, padding);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Layers.pooled("AvgPool2d", inputs, size, stride, padding);
    }
  }

  /** Lays an image out as a vector, channel by channel, row by row. */
  record Flatten() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.vector(Layers.single("Flatten", inputs).size());
    }
  }

  /** Element-wise sum of two inputs of the same shape: a residual connection. */
  record Add() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
        throw new IllegalArgumentException("Add takes two inputs of the same shape, got " + inputs);
      }
      return inputs.get(0);
    }
  }
}
