package org.chemxor.onnx.operators;

import java.util.Arrays;
import org.chemxor.core.Layer;
import org.chemxor.core.Tensor;
import org.chemxor.onnx.layers.LayerGraph.Node;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Traced;

/** Matrix products with constant matrices, and batch normalisation. */
final class DenseLayers {
  private DenseLayers() {}

  static Value gemm(Operation op, Tracer tracer) {
    if (op.isKnown(0) || op.integer("transA", 0) != 0) {
      throw new Refusal(
          "mixes samples of a batch: the first factor must be the values as they are (transA 0)");
    }
    boolean isTransposed = op.integer("transB", 0) != 0;
    double alpha = op.number("alpha", 1);
    double beta = op.number("beta", 1);
    Constant matrix = matrix(op);
    int outputs = matrix.dimensions()[isTransposed ? 0 : 1];
    double[] bias = new double[outputs];
    if (op.has(2)) {
      Constant c = op.constant(2, "bias");
      int last = c.rank() == 0 ? 1 : c.dimensions()[c.rank() - 1];
      if (c.values().length != last || (last != 1 && last != outputs)) {
        throw new Refusal(
            "adds " + c + " to " + outputs + " outputs: it must be the same for every sample");
      }
      Arrays.setAll(bias, o -> beta * c.values()[last == 1 ? 0 : o]);
    }
    return linear(op, tracer, op.traced(0), matrix, isTransposed, alpha, bias);
  }

  static Value matMul(Operation op, Tracer tracer) {
    if (op.isKnown(0) && op.isKnown(1)) {
      return Arithmetic.matrixProduct(op, tracer);
    }
    if (op.isKnown(0)) {
      throw new Refusal("multiplies a constant from the left: use the transposed product");
    }
    Constant matrix = matrix(op);
    double[] bias = new double[matrix.dimensions()[1]];
    return linear(op, tracer, op.traced(0), matrix, false, 1, bias);
  }

  private static Constant matrix(Operation op) {
    if (op.input(1) instanceof Traced) {
      throw new Refusal(
          "multiplies two values of the network, as attention does: networks have constant"
              + " weights only");
    }
    Constant matrix = op.constant(1, "weights");
    if (matrix.rank() != 2) {
      throw new Refusal("has weights " + matrix + " where a matrix is expected");
    }
    return matrix;
  }

  private static Traced linear(
      Operation op,
      Tracer tracer,
      Traced input,
      Constant matrix,
      boolean isTransposed,
      double alpha,
      double[] bias) {
    int inputs = matrix.dimensions()[isTransposed ? 1 : 0];
    int outputs = bias.length;
    int[] d = input.dimensions();
    if (d.length == 0 || d[d.length - 1] != inputs || input.size() != inputs) {
      throw new Refusal(
          "multiplies "
              + input.shown()
              + " by a matrix for "
              + inputs
              + " inputs: samples must be vectors of that size; flatten them first");
    }
    double[] weights = new double[tracer.budget().take("a matrix", (long) inputs * outputs)];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        weights[o * inputs + i] =
            alpha * matrix.values()[isTransposed ? o * inputs + i : i * outputs + o];
      }
    }
    Layer layer = new Layer.Linear(Tensor.of(weights, outputs, inputs), Tensor.of(bias, outputs));
    int[] dimensions = d.clone();
    dimensions[d.length - 1] = outputs;
    Node node = tracer.vector(input);
    return tracer.add(op, layer, dimensions, node);
  }

  /** {@code scale (x - mean) / sqrt(variance + epsilon) + bias}, channel by channel. */
  static Value batchNormalization(Operation op, Tracer tracer) {
    if (op.integer("training_mode", 0) != 0) {
      throw new Refusal("is in training mode: export the model for inference");
    }
    Traced input = op.traced(0);
    Constant scale = op.constant(1, "scale");
    Constant bias = op.constant(2, "bias");
    Constant mean = op.constant(3, "mean");
    Constant variance = op.constant(4, "variance");
    int[] d = input.dimensions();
    int channels = d.length == 0 ? 0 : d[0];
    for (Constant c : new Constant[] {scale, bias, mean, variance}) {
      if (c.rank() != 1 || c.values().length != channels) {
        throw new Refusal("has " + c + " for an input " + input.shown());
      }
    }
    double epsilon = op.number("epsilon", 1e-5f);
    double[] factor = new double[channels];
    double[] shift = new double[channels];
    for (int i = 0; i < channels; i++) {
      factor[i] = scale.values()[i] / Math.sqrt(variance.values()[i] + epsilon);
      shift[i] = bias.values()[i] - factor[i] * mean.values()[i];
      if (!Double.isFinite(factor[i]) || !Double.isFinite(shift[i])) {
        throw new Refusal("divides by a variance of " + variance.values()[i]);
      }
    }
    int[] dimensions = new int[d.length];
    Arrays.fill(dimensions, 1);
    dimensions[0] = channels;
    return tracer.affine(
        op, input, new Constant(dimensions, factor, false), new Constant(dimensions, shift, false));
  }
}
