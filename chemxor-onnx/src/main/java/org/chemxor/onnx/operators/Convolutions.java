package org.chemxor.onnx.operators;

import java.util.Arrays;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.onnx.layers.LayerGraph.Node;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Traced;

/**
 * Convolutions of any groups, dilation and padding as dense ones with the same padding on every
 * side: what is missing is filled with zero weights, so the results are the same.
 */
final class Convolutions {
  private Convolutions() {}

  static Value conv(Operation op, Tracer tracer) {
    Traced input = op.traced(0);
    Node node = tracer.image(input);
    Constant weights = op.constant(1, "weights");
    int axes = input.dimensions().length - 1;
    if (weights.rank() != axes + 2) {
      throw new Refusal("has weights " + weights + " for an input of dimensions " + input.shown());
    }
    long[] kernel = Arrays.stream(weights.dimensions()).skip(2).asLongStream().toArray();
    op.integers("kernel_shape")
        .filter(shape -> !Arrays.equals(shape, kernel))
        .ifPresent(
            shape -> {
              throw new Refusal("has a kernel_shape other than that of its weights");
            });
    Window window = Window.of(op, node.shape(), kernel);
    int groups = groups(op, weights, node.shape());
    double[] bias = bias(op, weights.dimensions()[0]);
    return convolve(op, tracer, node, weights.values(), bias, groups, window, axes);
  }

  private static int groups(Operation op, Constant weights, Shape image) {
    long groups = op.integer("group", 1);
    int[] d = weights.dimensions();
    if (groups < 1 || groups > d[0] || d[0] % groups != 0 || d[1] * groups != image.channels()) {
      throw new Refusal(
          "has weights " + weights + " and group " + groups + " for an input " + image);
    }
    return (int) groups;
  }

  private static double[] bias(Operation op, int outputs) {
    if (!op.has(2)) {
      return new double[outputs];
    }
    Constant bias = op.constant(2, "bias");
    if (bias.rank() != 1 || bias.values().length != outputs) {
      throw new Refusal("has a bias " + bias + " for " + outputs + " output channels");
    }
    return bias.values();
  }

  /**
   * Adds a convolution.
   *
   * @param weights {@code [out, in / groups, kernel...]}
   * @param axes of the result besides its channels: 1 for sequences, 2 for images
   */
  static Traced convolve(
      Operation op,
      Tracer tracer,
      Node node,
      double[] weights,
      double[] bias,
      int groups,
      Window window,
      int axes) {
    Shape image = node.shape();
    int stride = window.commonStride();
    Frame frame = Frame.of(window, image, stride);
    int in = image.channels();
    int out = bias.length;
    int height = frame.size()[0];
    int width = frame.size()[1];
    int[] shape = {out, in, height, width};
    double[] dense =
        new double
            [tracer
                .budget()
                .take(
                    "the dense kernel " + Arrays.toString(shape),
                    (long) out * in * height * width)];
    int perGroup = in / groups;
    int source = 0;
    for (int o = 0; o < out; o++) {
      int firstInput = o / (out / groups) * perGroup;
      for (int i = 0; i < perGroup; i++) {
        for (int r = 0; r < window.kernel()[0]; r++) {
          for (int c = 0; c < window.kernel()[1]; c++) {
            int row = frame.offset()[0] + r * window.dilation()[0];
            int column = frame.offset()[1] + c * window.dilation()[1];
            dense[((o * in + firstInput + i) * height + row) * width + column] = weights[source++];
          }
        }
      }
    }
    Layer layer =
        new Layer.Conv2d(Tensor.of(dense, shape), Tensor.of(bias, out), stride, frame.padding());
    int[] o = window.outputs();
    int[] dimensions = axes == 2 ? new int[] {out, o[0], o[1]} : new int[] {out, o[1]};
    return tracer.add(op, layer, dimensions, node);
  }

  /**
   * Where a kernel lies in a larger one that has the same padding on every side.
   *
   * @param padding of every side
   * @param offset rows and columns of zeros before the kernel
   * @param size rows and columns in all
   */
  private record Frame(int padding, int[] offset, int[] size) {

    static Frame of(Window window, Shape image, int stride) {
      int[] span = {window.span(0), window.span(1)};
      if (window.isSymmetric(image)) {
        return new Frame(window.before()[0], new int[2], span);
      }
      int[] in = {image.height(), image.width()};
      int[] after = {window.reachedAfter(0, in[0]), window.reachedAfter(1, in[1])};
      int padding =
          Math.max(Math.max(window.before()[0], window.before()[1]), Math.max(after[0], after[1]));
      int[] offset = new int[2];
      int[] size = new int[2];
      for (int i = 0; i < 2; i++) {
        offset[i] = padding - window.before()[i];
        // As many rows behind as leave room for exactly the positions there are.
        int room = (window.outputs()[i] - 1) * stride;
        int largest = in[i] + 2 * padding - room;
        int least = offset[i] + span[i];
        int needed = in[i] + 2 * padding - room - (stride - 1);
        size[i] = Math.max(least, needed);
        if (size[i] > largest) {
          throw new IllegalStateException("a kernel of " + least + " does not fit " + largest);
        }
      }
      return new Frame(padding, offset, size);
    }
  }
}
