package org.chemxor.fhe.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;

/**
 * A linear map with shared weights: {@code y[o][w] = sum over t of weight[o][t] x[gather[t][w]]},
 * where a gather index of -1 stands for zero padding.
 *
 * <p>Every linear layer has this form. A convolution has one window per output pixel and one tap
 * per kernel cell and input channel; a fully connected layer has a single window and one tap per
 * input; pooling is a convolution. Sums of such maps (residual connections) append their taps.
 * Feature {@code o * windows + w} is output o at window w, which is the order {@code [channels,
 * height, width]}. Immutable.
 */
public final class WindowedMap {
  /** Gather index of a cell outside the image. */
  public static final int PADDING = -1;

  private final int inputSize;
  private final double[][] weights;
  private final int[][] gather;

  /**
   * @param inputSize number of inputs
   * @param weights by output and tap; not copied
   * @param gather by tap and window; not copied
   */
  private WindowedMap(int inputSize, double[][] weights, int[][] gather) {
    this.inputSize = inputSize;
    this.weights = weights;
    this.gather = gather;
  }

  /** Number of inputs. */
  public int inputSize() {
    return inputSize;
  }

  /** Number of outputs per window (channels). */
  public int outputs() {
    return weights.length;
  }

  /** Number of products in each sum. */
  public int taps() {
    return gather.length;
  }

  /** Number of windows. */
  public int windows() {
    return gather[0].length;
  }

  /** {@code outputs() * windows()}. */
  public int outputSize() {
    return outputs() * windows();
  }

  /** The weight of tap {@code tap} in output {@code output}. */
  public double weight(int output, int tap) {
    return weights[output][tap];
  }

  /** The largest Euclidean norm of an output's weights. */
  public double largestRowNorm() {
    return Arrays.stream(weights)
        .mapToDouble(row -> Math.sqrt(Arrays.stream(row).map(w -> w * w).sum()))
        .max()
        .orElse(0);
  }

  /** The input that tap {@code tap} reads at window {@code window}, or {@link #PADDING}. */
  public int gather(int tap, int window) {
    return gather[tap][window];
  }

  /** A fully connected layer. */
  public static WindowedMap of(Layer.Linear linear) {
    int in = linear.inFeatures();
    double[][] weights = new double[linear.outFeatures()][in];
    for (int o = 0; o < weights.length; o++) {
      for (int i = 0; i < in; i++) {
        weights[o][i] = linear.weight(o, i);
      }
    }
    int[][] gather = new int[in][];
    Arrays.setAll(gather, i -> new int[] {i});
    return new WindowedMap(in, weights, gather);
  }

  /** A convolution on an input of shape {@code in}. */
  public static WindowedMap of(Layer.Conv2d conv, Shape in, Shape out) {
    int channels = in.channels();
    int cells = conv.kernelHeight() * conv.kernelWidth();
    double[][] weights = new double[out.channels()][cells * channels];
    for (int o = 0; o < weights.length; o++) {
      for (int tap = 0; tap < weights[o].length; tap++) {
        int cell = tap / channels;
        weights[o][tap] =
            conv.weight(o, tap % channels, cell / conv.kernelWidth(), cell % conv.kernelWidth());
      }
    }
    return new WindowedMap(
        in.size(),
        weights,
        slidingGather(
            in, out, conv.kernelHeight(), conv.kernelWidth(), conv.stride(), conv.padding()));
  }

  /** Mean pooling: each channel is averaged over the window, padding counted as zeros. */
  public static WindowedMap of(Layer.AvgPool2d pool, Shape in, Shape out) {
    int channels = in.channels();
    int cells = pool.size() * pool.size();
    double[][] weights = new double[channels][cells * channels];
    for (int o = 0; o < channels; o++) {
      for (int cell = 0; cell < cells; cell++) {
        weights[o][cell * channels + o] = 1.0 / cells;
      }
    }
    return new WindowedMap(
        in.size(),
        weights,
        slidingGather(in, out, pool.size(), pool.size(), pool.stride(), pool.padding()));
  }

  /** The identity on {@code shape}. */
  public static WindowedMap identity(Shape shape) {
    double[][] weights = new double[shape.channels()][shape.channels()];
    for (int c = 0; c < weights.length; c++) {
      weights[c][c] = 1;
    }
    return new WindowedMap(shape.size(), weights, slidingGather(shape, shape, 1, 1, 1, 0));
  }

  /** The identity on {@code size} numbers: one tap, a window for each number. */
  public static WindowedMap identity(int size) {
    int[][] gather = {IntStream.range(0, size).toArray()};
    return new WindowedMap(size, new double[][] {{1}}, gather);
  }

  /** Whether this is {@link #identity(int)}. */
  public boolean isIdentity() {
    return taps() == 1
        && outputs() == 1
        && windows() == inputSize
        && weights[0][0] == 1
        && IntStream.range(0, inputSize).allMatch(w -> gather[0][w] == w);
  }

  /** Taps in the order cell by cell, channels fastest. */
  private static int[][] slidingGather(
      Shape in, Shape out, int kernelHeight, int kernelWidth, int stride, int padding) {
    int[][] gather =
        new int[kernelHeight * kernelWidth * in.channels()][out.height() * out.width()];
    for (int tap = 0; tap < gather.length; tap++) {
      int channel = tap % in.channels();
      int cell = tap / in.channels();
      for (int w = 0; w < gather[tap].length; w++) {
        int row = w / out.width() * stride + cell / kernelWidth - padding;
        int column = w % out.width() * stride + cell % kernelWidth - padding;
        boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
        gather[tap][w] = inside ? (channel * in.height() + row) * in.width() + column : PADDING;
      }
    }
    return gather;
  }

  /** This map with every weight multiplied by {@code factor}. */
  public WindowedMap times(double factor) {
    if (factor == 1) {
      return this;
    }
    double[][] scaled = new double[weights.length][];
    Arrays.setAll(scaled, o -> Arrays.stream(weights[o]).map(w -> w * factor).toArray());
    return new WindowedMap(inputSize, scaled, gather);
  }

  /** This map reading its inputs from position {@code offset} of a vector of {@code size}. */
  public WindowedMap shifted(int offset, int size) {
    int[][] moved = new int[gather.length][];
    Arrays.setAll(
        moved,
        t -> Arrays.stream(gather[t]).map(i -> i == PADDING ? PADDING : i + offset).toArray());
    return new WindowedMap(size, weights, moved);
  }

  /**
   * The sum of this map and another on the same input. Maps with different windows are first
   * written with a single one.
   *
   * @throws IllegalArgumentException when the numbers of inputs or outputs differ
   */
  public WindowedMap plus(WindowedMap other) {
    if (inputSize != other.inputSize || outputSize() != other.outputSize()) {
      throw new IllegalArgumentException(
          "cannot add a map of "
              + inputSize
              + " to "
              + outputSize()
              + " numbers and one of "
              + other.inputSize
              + " to "
              + other.outputSize());
    }
    if (windows() != other.windows()) {
      return dense().plus(other.dense());
    }
    double[][] sum = new double[outputs()][];
    Arrays.setAll(sum, o -> concat(weights[o], other.weights[o]));
    int[][] both = Arrays.copyOf(gather, gather.length + other.gather.length);
    System.arraycopy(other.gather, 0, both, gather.length, other.gather.length);
    return mergeEqualTaps(inputSize, sum, both);
  }

  /** Taps that read the same inputs at all windows become one. */
  private static WindowedMap mergeEqualTaps(int inputSize, double[][] weights, int[][] gather) {
    Map<List<Integer>, Integer> targets = new LinkedHashMap<>();
    int[] target = new int[gather.length];
    for (int t = 0; t < gather.length; t++) {
      List<Integer> key = Arrays.stream(gather[t]).boxed().toList();
      targets.putIfAbsent(key, targets.size());
      target[t] = targets.get(key);
    }
    int[][] mergedGather = new int[targets.size()][];
    double[][] mergedWeights = new double[weights.length][targets.size()];
    for (int t = 0; t < gather.length; t++) {
      mergedGather[target[t]] = gather[t];
      for (int o = 0; o < weights.length; o++) {
        mergedWeights[o][target[t]] += weights[o][t];
      }
    }
    return new WindowedMap(inputSize, mergedWeights, mergedGather);
  }

  /** The part of this map that reads the {@code size} inputs from {@code offset} on. */
  public WindowedMap restricted(int offset, int size) {
    int[] kept =
        IntStream.range(0, taps())
            .filter(
                t ->
                    Arrays.stream(gather[t])
                        .anyMatch(i -> i != PADDING && i >= offset && i < offset + size))
            .toArray();
    int[][] part = new int[kept.length][];
    Arrays.setAll(
        part,
        k ->
            Arrays.stream(gather[kept[k]]).map(i -> i == PADDING ? PADDING : i - offset).toArray());
    double[][] columns = new double[outputs()][kept.length];
    for (int o = 0; o < columns.length; o++) {
      for (int k = 0; k < kept.length; k++) {
        columns[o][k] = weights[o][kept[k]];
      }
    }
    return new WindowedMap(size, columns, part);
  }

  /** The same map with one window and one tap per input. */
  public WindowedMap dense() {
    double[][] matrix = new double[outputSize()][inputSize];
    for (int o = 0; o < outputs(); o++) {
      for (int t = 0; t < taps(); t++) {
        for (int w = 0; w < windows(); w++) {
          if (gather[t][w] != PADDING) {
            matrix[o * windows() + w][gather[t][w]] += weights[o][t];
          }
        }
      }
    }
    int[][] all = new int[inputSize][];
    Arrays.setAll(all, i -> new int[] {i});
    return new WindowedMap(inputSize, matrix, all);
  }

  /** This map with its taps in another order: tap i of the result is tap {@code order[i]}. */
  public WindowedMap withTaps(int[] order) {
    int[][] reordered = new int[order.length][];
    Arrays.setAll(reordered, t -> gather[order[t]]);
    double[][] columns = new double[outputs()][order.length];
    for (int o = 0; o < columns.length; o++) {
      for (int t = 0; t < order.length; t++) {
        columns[o][t] = weights[o][order[t]];
      }
    }
    return new WindowedMap(inputSize, columns, reordered);
  }

  private static double[] concat(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** The map of {@code x}, of length {@link #inputSize()}. */
  public double[] apply(double[] x) {
    return windows() == 1 ? applyRows(x) : applyTaps(x);
  }

  /** A single window is a matrix: its inputs are gathered once, then each row runs along memory. */
  private double[] applyRows(double[] x) {
    double[] inputs = new double[taps()];
    Arrays.setAll(inputs, t -> gather[t][0] == PADDING ? 0 : x[gather[t][0]]);
    double[] y = new double[weights.length];
    Arrays.setAll(y, o -> product(weights[o], inputs));
    return y;
  }

  private static double product(double[] row, double[] inputs) {
    double sum = 0;
    for (int t = 0; t < inputs.length; t++) {
      sum += row[t] * inputs[t];
    }
    return sum;
  }

  /** Of many windows, a tap's inputs are gathered once for all outputs. */
  private double[] applyTaps(double[] x) {
    double[] y = new double[outputSize()];
    double[] inputs = new double[windows()];
    for (int t = 0; t < gather.length; t++) {
      int[] from = gather[t];
      Arrays.setAll(inputs, w -> from[w] == PADDING ? 0 : x[from[w]]);
      for (int o = 0; o < weights.length; o++) {
        if (weights[o][t] != 0) {
          addScaled(weights[o][t], inputs, y, o * inputs.length);
        }
      }
    }
    return y;
  }

  private static void addScaled(double weight, double[] inputs, double[] y, int offset) {
    for (int w = 0; w < inputs.length; w++) {
      y[offset + w] += weight * inputs[w];
    }
  }
}
