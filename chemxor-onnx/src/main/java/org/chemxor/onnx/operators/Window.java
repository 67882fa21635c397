package org.chemxor.onnx.operators;

import java.util.Arrays;
import org.chemxor.core.Shape;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;

/**
 * The window of a convolution or pool along height and width, with the number of its positions.
 *
 * @param kernel cells, without those that dilation skips
 * @param dilation distance of cells
 * @param stride step
 * @param before padding above and on the left
 * @param after padding below and on the right
 * @param outputs positions
 */
record Window(
    int[] kernel, int[] dilation, int[] stride, int[] before, int[] after, int[] outputs) {
  private static final int MAX_SIDE = 1 << 15;

  /**
   * The window of an operator.
   *
   * @param op with the usual attributes: strides, pads, dilations, auto_pad, ceil_mode
   * @param image what it slides over
   * @param kernelSizes cells along each axis, one for sequences, two for images
   */
  static Window of(Operation op, Shape image, long[] kernelSizes) {
    int axes = kernelSizes.length;
    if (axes != 1 && axes != 2) {
      throw new Refusal("slides along " + axes + " axes: only one or two are read");
    }
    int[] kernel = sides("kernel", kernelSizes, axes, 1);
    int[] dilation = sides("dilations", op.integers("dilations").orElse(null), axes, 1);
    int[] stride = sides("strides", op.integers("strides").orElse(null), axes, 1);
    int[] in = {image.height(), image.width()};
    int[] before = new int[2];
    int[] after = new int[2];
    String auto = op.text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET" -> explicit(op, axes, before, after);
      case "VALID" -> {}
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int i = 0; i < 2; i++) {
          int positions = (in[i] + stride[i] - 1) / stride[i];
          int pad = Math.max(0, (positions - 1) * stride[i] + span(kernel, dilation, i) - in[i]);
          before[i] = auto.equals("SAME_UPPER") ? pad / 2 : pad - pad / 2;
          after[i] = pad - before[i];
        }
      }
      default -> throw new Refusal("has an auto_pad that does not exist");
    }
    boolean isCeil = op.integer("ceil_mode", 0) != 0;
    int[] outputs = new int[2];
    for (int i = 0; i < 2; i++) {
      outputs[i] =
          positions(in[i], before[i], after[i], span(kernel, dilation, i), stride[i], isCeil);
    }
    return new Window(kernel, dilation, stride, before, after, outputs);
  }

  private static int span(int[] kernel, int[] dilation, int i) {
    return (kernel[i] - 1) * dilation[i] + 1;
  }

  /** Cells along axis i from the first to the last. */
  int span(int i) {
    return span(kernel, dilation, i);
  }

  private static int positions(
      int in, int before, int after, int span, int stride, boolean isCeil) {
    int room = in + before + after - span;
    if (room < 0) {
      throw new Refusal(
          "has a window of " + span + " over an input that is " + (in + before + after) + " wide");
    }
    int positions = room / stride + 1;
    // A window that would start in the padding behind the input is left out.
    if (isCeil && room % stride != 0 && positions * (long) stride < in + before) {
      positions++;
    }
    return positions;
  }

  private static void explicit(Operation op, int axes, int[] before, int[] after) {
    long[] pads = op.integers("pads").orElse(new long[2 * axes]);
    if (pads.length != 2 * axes) {
      throw new Refusal("has " + pads.length + " pads where " + 2 * axes + " are expected");
    }
    for (int i = 0; i < axes; i++) {
      before[2 - axes + i] = side("pads", pads[i], 0);
      after[2 - axes + i] = side("pads", pads[axes + i], 0);
    }
  }

  private static int[] sides(
      String what, long @org.jspecify.annotations.Nullable [] values, int axes, int least) {
    int[] result = {1, 1};
    if (values == null) {
      return result;
    }
    if (values.length != axes) {
      throw new Refusal("has " + values.length + " " + what + " for " + axes + " axes");
    }
    for (int i = 0; i < axes; i++) {
      result[2 - axes + i] = side(what, values[i], least);
    }
    return result;
  }

  private static int side(String what, long value, int least) {
    int side = Dimensions.side(what, value);
    if (side < least || side > MAX_SIDE) {
      throw new Refusal(
          "has " + what + " of " + value + ", from " + least + " to " + MAX_SIDE + " are read");
    }
    return side;
  }

  /** Whether nothing is padded. */
  boolean isUnpadded() {
    return Arrays.stream(before).sum() + Arrays.stream(after).sum() == 0;
  }

  /** Padding behind the input that a window reaches. */
  int reachedAfter(int i, int in) {
    return Math.max(0, (outputs[i] - 1) * stride[i] + span(i) - before[i] - in);
  }

  /** The one step for both axes. An axis with a single position has none of its own. */
  int commonStride() {
    if (stride[0] == stride[1] || outputs[1] == 1) {
      return stride[0];
    }
    if (outputs[0] == 1) {
      return stride[1];
    }
    throw new Refusal(
        "has strides "
            + Arrays.toString(stride)
            + ": networks have one stride for both directions; use the same in both");
  }

  /** Whether a square layer with padding before[0] on every side has the same positions. */
  boolean isSymmetric(Shape image) {
    int s = commonStride();
    int p = before[0];
    return before[1] == p
        && (image.height() + 2 * p - span(0)) / s + 1 == outputs[0]
        && (image.width() + 2 * p - span(1)) / s + 1 == outputs[1];
  }
}
