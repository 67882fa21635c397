package org.chemxor.onnx.operators;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.onnx.layers.LayerGraph.Node;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Traced;

/** Pools. Averages over windows that networks have no pool for become convolutions. */
final class Pools {
  private Pools() {}

  static Value max(Operation op, Tracer tracer) {
    Traced input = op.traced(0);
    Node node = tracer.image(input);
    Shape image = node.shape();
    Window window = Window.of(op, image, kernel(op));
    int size = window.kernel()[0];
    if (size != window.kernel()[1] || window.dilation()[0] * window.dilation()[1] != 1) {
      throw new Refusal(
          "takes the maximum over a window of "
              + Arrays.toString(window.kernel())
              + " with dilations "
              + Arrays.toString(window.dilation())
              + ": networks have square windows without dilation; use one");
    }
    int stride = window.commonStride();
    int[] dimensions = dimensions(image.channels(), window, input);
    if (window.isSymmetric(image) && window.before()[0] < size) {
      Layer pool = new Layer.MaxPool2d(size, stride, window.before()[0]);
      return tracer.add(op, pool, dimensions, node);
    }
    // After a Relu, zeros outside are as good as nothing.
    if (!node.isNonNegative()) {
      throw new Refusal(
          "pads "
              + Arrays.toString(window.before())
              + " before and "
              + Arrays.toString(window.after())
              + " after, or rounds its size up: the maximum of values that may be negative needs the"
              + " same padding on every"
              + " side; use that, or put the Relu before the pool");
    }
    Node padded = pad(op, tracer, node, window);
    return tracer.add(op, new Layer.MaxPool2d(size, stride, 0), dimensions, padded);
  }

  /** The image with zeros around it, as far as windows reach. */
  private static Node pad(Operation op, Tracer tracer, Node node, Window window) {
    Shape image = node.shape();
    int[] after = {window.reachedAfter(0, image.height()), window.reachedAfter(1, image.width())};
    for (int i = 0; i < 2; i++) {
      int last = (window.outputs()[i] - 1) * window.stride()[i] - window.before()[i];
      boolean isEmpty = window.before()[i] >= window.span(i) || last >= side(image, i);
      if (isEmpty) {
        throw new Refusal("has a window that lies in the padding alone: use less padding");
      }
      after[i] = Math.max(after[i], 0);
    }
    int[] one = {1, 1};
    int[] outputs = {
      image.height() + window.before()[0] + after[0], image.width() + window.before()[1] + after[1]
    };
    Window around = new Window(one, one, one, window.before(), after, outputs);
    double[] ones = new double[image.channels()];
    Arrays.fill(ones, 1);
    return Convolutions.convolve(
            op, tracer, node, ones, new double[ones.length], ones.length, around, 2)
        .node();
  }

  private static int side(Shape image, int axis) {
    return axis == 0 ? image.height() : image.width();
  }

  static Value average(Operation op, Tracer tracer) {
    Traced input = op.traced(0);
    Node node = tracer.image(input);
    Window window = Window.of(op, node.shape(), kernel(op));
    boolean isPadded =
        window.before()[0] + window.before()[1] > 0
            || window.reachedAfter(0, node.shape().height()) > 0
            || window.reachedAfter(1, node.shape().width()) > 0;
    if (isPadded && op.integer("count_include_pad", 0) == 0) {
      throw new Refusal(
          "divides by fewer cells at the border: networks count padding as zeros; set"
              + " count_include_pad to 1, or use no padding");
    }
    if (op.integer("ceil_mode", 0) != 0 && reachesBeyondPadding(window, node.shape())) {
      throw new Refusal("rounds sizes up beyond the padding: set ceil_mode to 0");
    }
    return average(op, tracer, input, node, window);
  }

  private static boolean reachesBeyondPadding(Window window, Shape image) {
    return window.reachedAfter(0, image.height()) > window.after()[0]
        || window.reachedAfter(1, image.width()) > window.after()[1];
  }

  private static Value average(
      Operation op, Tracer tracer, Traced input, Node node, Window window) {
    Shape image = node.shape();
    int size = window.kernel()[0];
    if (size == window.kernel()[1]
        && window.dilation()[0] * window.dilation()[1] == 1
        && window.isSymmetric(image)
        && window.before()[0] < size) {
      Layer pool = new Layer.AvgPool2d(size, window.commonStride(), window.before()[0]);
      return tracer.add(op, pool, dimensions(image.channels(), window, input), node);
    }
    int cells = window.kernel()[0] * window.kernel()[1];
    double[] weights = new double[tracer.budget().take("a pool", (long) image.channels() * cells)];
    Arrays.fill(weights, 1.0 / cells);
    double[] bias = new double[image.channels()];
    int axes = input.dimensions().length - 1;
    return Convolutions.convolve(op, tracer, node, weights, bias, bias.length, window, axes);
  }

  static Value globalAverage(Operation op, Tracer tracer) {
    return globalAverage(op, tracer, op.traced(0));
  }

  private static Traced globalAverage(Operation op, Tracer tracer, Traced input) {
    Node node = tracer.image(input);
    int[] sides = {node.shape().height(), node.shape().width()};
    int[] one = {1, 1};
    Window whole = new Window(sides, one, one, new int[2], new int[2], one);
    return (Traced) average(op, tracer, input, node, whole);
  }

  static Value globalMax(Operation op, Tracer tracer) {
    Traced input = op.traced(0);
    Node node = tracer.image(input);
    Shape image = node.shape();
    if (image.height() != image.width()) {
      throw new Refusal("takes the maximum of an image " + image + ", which is not square");
    }
    Layer pool = new Layer.MaxPool2d(image.height(), 1, 0);
    int[] one = {1, 1};
    Window whole = new Window(one, one, one, new int[2], new int[2], one);
    return tracer.add(op, pool, dimensions(image.channels(), whole, input), node);
  }

  /** The mean over height and width is a global average pool. */
  static Value mean(Operation op, Tracer tracer) {
    Traced input = op.traced(0);
    int rank = input.dimensions().length + 1;
    long[] given = op.axes().orElseThrow(() -> new Refusal("takes the mean over the batch, too"));
    int[] axes =
        Arrays.stream(given).mapToInt(axis -> Dimensions.axis(axis, rank)).sorted().toArray();
    if (!Arrays.equals(axes, IntStream.range(2, rank).toArray()) || rank < 3) {
      throw new Refusal(
          "takes the mean of "
              + input.shown()
              + " over axes "
              + Arrays.toString(given)
              + ": only the mean over height and width is read");
    }
    Traced mean = globalAverage(op, tracer, input);
    return op.integer("keepdims", 1) != 0 ? mean : mean.withDimensions(input.dimensions()[0]);
  }

  private static long[] kernel(Operation op) {
    return op.integers("kernel_shape").orElseThrow(() -> new Refusal("has no kernel_shape"));
  }

  private static int[] dimensions(int channels, Window window, Traced input) {
    int[] o = window.outputs();
    return input.dimensions().length == 3
        ? new int[] {channels, o[0], o[1]}
        : new int[] {channels, o[1]};
  }
}
