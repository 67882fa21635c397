package org.chemxor.fhe.circuit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.fhe.graph.Activation;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * One stage with a molecule in every slot and a vector for every feature: a linear map with one
 * number for all slots, a rescale, the bias, the activation. Weights are integers of at most 21
 * bits with the sign, so the operand's scale must be the larger for it: scales are found from the
 * result backwards. Immutable.
 */
final class BatchStage {
  private final Stage stage;
  private final WindowedMap map;
  private final ScalarMatrix matrix;
  private final Signature input;
  private final Optional<Activate> activate;
  private final Signature output;
  private final double[] bias;

  /**
   * @param stage what is computed
   * @param producedWindows windows of the stage before, whose results come window by window; 1 when
   *     they come in order
   * @param level level of the operands
   * @param outScale scale of the results
   * @param parameters primes
   */
  BatchStage(
      Stage stage, int producedWindows, int level, double outScale, CkksParameters parameters) {
    this.stage = stage;
    this.map = stage.map().windows() == 1 ? inOrder(stage.map(), producedWindows) : stage.map();
    this.matrix = quantize(map);
    this.bias = stage.bias();
    Signature summed =
        new Signature(level - 1, scaleBefore(stage, level - 1, outScale, parameters));
    double prime = parameters.dataPrime(level);
    this.input = new Signature(level, summed.scale() * prime / matrix.scale());
    this.activate =
        stage.activation() instanceof Activation.Identity
            ? Optional.empty()
            : Optional.of(new Activate(stage.activation(), summed, parameters));
    this.output = activate.map(Activate::result).orElse(summed);
  }

  /** The scale before the activation that gives {@code outScale} after it: scales are powers. */
  private static double scaleBefore(
      Stage stage, int level, double outScale, CkksParameters parameters) {
    Activation activation = stage.activation();
    if (activation instanceof Activation.Identity) {
      return outScale;
    }
    Signature unit = new Signature(level, 1);
    double ofUnit = new Activate(activation, unit, parameters).result().scale();
    int degree =
        activation instanceof Activation.Square
            ? 2
            : activation instanceof Activation.Cubic ? 3 : 4;
    return Math.pow(outScale / ofUnit, 1.0 / degree);
  }

  /** A fully connected map with one tap per feature, in the order in which features come. */
  private static WindowedMap inOrder(WindowedMap map, int windows) {
    WindowedMap dense = map.dense();
    int[] order =
        IntStream.range(0, dense.taps())
            .boxed()
            .sorted(Comparator.comparingInt(feature -> feature % windows))
            .mapToInt(Integer::intValue)
            .toArray();
    return dense.withTaps(order);
  }

  /** Weights as integers, the largest taking all the bits there are. */
  private static ScalarMatrix quantize(WindowedMap map) {
    double largest = 0;
    for (int o = 0; o < map.outputs(); o++) {
      for (int t = 0; t < map.taps(); t++) {
        largest = Math.max(largest, Math.abs(map.weight(o, t)));
      }
    }
    double scale = largest == 0 ? 1 : Math.max(1, (ScalarMatrix.MAX_WEIGHT - 1) / largest);
    int[][] weights = new int[map.outputs()][map.taps()];
    for (int o = 0; o < weights.length; o++) {
      for (int t = 0; t < weights[o].length; t++) {
        weights[o][t] = (int) Math.rint(map.weight(o, t) * scale);
      }
      if (Arrays.stream(weights[o]).allMatch(w -> w == 0)) {
        // A sum of nothing would carry no encryption; this is below the weights' rounding.
        weights[o][0] = 1;
      }
    }
    return ScalarMatrix.of(weights, scale);
  }

  String name() {
    return stage.name();
  }

  /** Level and scale of its operands. */
  Signature input() {
    return input;
  }

  /** Level and scale of its results. */
  Signature output() {
    return output;
  }

  int windows() {
    return map.windows();
  }

  int outputs() {
    return map.outputs();
  }

  int outputSize() {
    return map.outputSize();
  }

  /** Numbers in the matrix. */
  long weights() {
    return (long) map.outputs() * map.taps();
  }

  /** Begins the sums of one window. */
  <V> LinearSum<V> begin(SlotMachine<V, ?> machine) {
    return machine.newLinearSum(matrix);
  }

  /** The sums of one window, from all features. */
  <V> List<V> sums(SlotMachine<V, ?> machine, List<V> features, int window) {
    LinearSum<V> sum = begin(machine);
    int from = 0;
    while (from < map.taps()) {
      int to = from;
      while (to < map.taps() && map.gather(to, window) != WindowedMap.PADDING) {
        to++;
      }
      sum.add(
          from,
          IntStream.range(from, to).mapToObj(t -> features.get(map.gather(t, window))).toList());
      from = to + 1;
    }
    return sum.results();
  }

  <P> Operation.Encoded<P> encodeActivation(ConstantEncoder<P> encoder) {
    return activate.map(a -> a.encode(encoder)).orElse(new Nothing<>());
  }

  /** Rescale, bias, activation of a window's sums. */
  <V, P> List<V> finish(
      SlotMachine<V, P> machine, Operation.Encoded<P> activation, List<V> sums, int window) {
    List<V> results = new java.util.ArrayList<>(sums);
    machine
        .parallelism()
        .forEach(
            sums.size(),
            o -> {
              V rescaled = machine.rescale(sums.get(o));
              V shifted = machine.addNumber(rescaled, bias[o * map.windows() + window]);
              results.set(o, activation.run(machine, List.of(shifted)));
            });
    return results;
  }

  /** The indices of the input features that are read. */
  int[] usedFeatures() {
    return IntStream.range(0, map.taps())
        .flatMap(t -> IntStream.range(0, map.windows()).map(w -> map.gather(t, w)))
        .filter(f -> f != WindowedMap.PADDING)
        .distinct()
        .sorted()
        .toArray();
  }

  String describe() {
    return name()
        + ": "
        + map.outputs()
        + " sums of "
        + map.taps()
        + " vectors"
        + (windows() == 1 ? "" : " at each of " + windows() + " places")
        + activate.map(a -> ", " + a.describe()).orElse("");
  }

  private record Nothing<P>() implements Operation.Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      return inputs.get(0);
    }
  }
}
