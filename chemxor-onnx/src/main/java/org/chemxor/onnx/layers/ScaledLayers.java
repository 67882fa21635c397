package org.chemxor.onnx.layers;

import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.onnx.model.Budget;

/** Linear layers with a scaling of their outputs or inputs multiplied in. */
final class ScaledLayers {
  private ScaledLayers() {}

  /** The layer followed by the scaling. */
  static Layer before(Step.Scales scaling, Layer linear) {
    if (linear instanceof Layer.Conv2d conv) {
      return new Layer.Conv2d(
          rows(conv.weights(), scaling), bias(conv.bias(), scaling), conv.stride(), conv.padding());
    }
    Layer.Linear full = (Layer.Linear) linear;
    return new Layer.Linear(rows(full.weights(), scaling), bias(full.bias(), scaling));
  }

  private static Tensor rows(Tensor weights, Step.Scales scaling) {
    double[] values = weights.toArray();
    int row = values.length / weights.dimension(0);
    for (int i = 0; i < values.length; i++) {
      values[i] *= scaling.scale()[i / row];
    }
    return Tensor.of(values, weights.dimensions());
  }

  private static Tensor bias(Tensor bias, Step.Scales scaling) {
    double[] values = bias.toArray();
    for (int c = 0; c < values.length; c++) {
      values[c] = scaling.scale()[c] * values[c] + scaling.shift()[c];
    }
    return Tensor.of(values, values.length);
  }

  /**
   * Whether a layer can take the scaling of its input in: padding adds zeros after the shift, so a
   * padded convolution takes multiplication only.
   */
  static boolean canFollow(Step.Scales scaling, Step step) {
    if (!(step instanceof Step.Computes computes)) {
      return false;
    }
    return computes.layer() instanceof Layer.Linear
        || (computes.layer() instanceof Layer.Conv2d conv
            && (conv.padding() == 0 || scaling.isWithoutShift()));
  }

  /** The layer after the scaling. */
  static Layer after(Step.Scales scaling, Layer linear) {
    Tensor weights =
        linear instanceof Layer.Conv2d conv ? conv.weights() : ((Layer.Linear) linear).weights();
    Tensor oldBias =
        linear instanceof Layer.Conv2d conv ? conv.bias() : ((Layer.Linear) linear).bias();
    double[] values = weights.toArray();
    double[] bias = oldBias.toArray();
    int inputs = weights.dimension(1);
    int window = values.length / weights.dimension(0) / inputs;
    for (int i = 0; i < values.length; i++) {
      int channel = i / window % inputs;
      bias[i / window / inputs] += values[i] * scaling.shift()[channel];
      values[i] *= scaling.scale()[channel];
    }
    Tensor newWeights = Tensor.of(values, weights.dimensions());
    Tensor newBias = Tensor.of(bias, bias.length);
    return linear instanceof Layer.Conv2d conv
        ? new Layer.Conv2d(newWeights, newBias, conv.stride(), conv.padding())
        : new Layer.Linear(newWeights, newBias);
  }

  /** The scaling as a layer of its own: a polynomial where all channels agree, else diagonal. */
  static Layer apart(Step.Scales scaling, Shape shape, Budget budget) {
    if (scaling.isUniform()) {
      return Layer.Polynomial.of(scaling.shift()[0], scaling.scale()[0]);
    }
    int channels = shape.channels();
    double[] weights =
        new double
            [budget.take("a scaling of " + channels + " channels", (long) channels * channels)];
    for (int c = 0; c < channels; c++) {
      weights[c * channels + c] = scaling.scale()[c];
    }
    Tensor bias = Tensor.of(scaling.shift(), channels);
    return shape.isVector()
        ? new Layer.Linear(Tensor.of(weights, channels, channels), bias)
        : new Layer.Conv2d(Tensor.of(weights, channels, channels, 1, 1), bias, 1, 0);
  }
}
