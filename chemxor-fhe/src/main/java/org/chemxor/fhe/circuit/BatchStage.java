package org.chemxor.fhe.circuit;

import java.util.ArrayList;
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
 * number for all slots, the bias, the activation; a stage that is an activation alone has no map.
 * Weights are integers, so sums have a larger scale than operands: scales are found from the result
 * backwards. Of the bits that the sums' scale has, weights and operands get so many each that both
 * contribute alike to the error. Immutable.
 */
final class BatchStage {
  private final Stage stage;
  private final WindowedMap map;
  private final Optional<ScalarMatrix> matrix;
  private final LevelAndScale input;
  private final Optional<Activate> activate;
  private final LevelAndScale output;
  private final double[] bias;
  private final Rescaling rescaling;
  private final boolean rescalesSums;

  /**
   * @param stage what is computed
   * @param typical means of the operands: what the weights' rounding does to them goes into the
   *     bias
   * @param isFirst whether its operands are what was sent, of which it takes what it reads
   * @param producedWindows windows of the stage before, whose results come window by window; 1 when
   *     they come in order
   * @param rescaling of the circuit
   * @param rescalesSums whether a level is spent after the linear map
   * @param maxWeight the largest integer for a weight
   * @param output level and scale of the results
   * @param parameters primes
   */
  BatchStage(
      Stage stage,
      double[] typical,
      boolean isFirst,
      int producedWindows,
      Rescaling rescaling,
      boolean rescalesSums,
      int maxWeight,
      LevelAndScale output,
      CkksParameters parameters) {
    this.stage = stage;
    this.map = map(stage, isFirst, producedWindows);
    this.rescaling = rescaling;
    this.rescalesSums = rescalesSums;
    LevelAndScale summed = summed(stage, rescaling, output, parameters);
    int level = rescalesSums ? summed.level() + 1 : summed.level();
    double sumScale = summed.scale() * (rescalesSums ? parameters.dataPrime(level) : 1);
    this.matrix =
        stage.map().isIdentity()
            ? Optional.empty()
            : Optional.of(
                WeightRounding.quantize(
                    stage.name(),
                    map,
                    WeightRounding.scale(stage, map, rescaling, sumScale, maxWeight, parameters)));
    this.input = new LevelAndScale(level, sumScale / matrix.map(ScalarMatrix::scale).orElse(1.0));
    this.bias = stage.bias();
    matrix.ifPresent(rounded -> WeightRounding.correct(bias, map, rounded, typical));
    this.activate =
        stage.activation() instanceof Activation.Identity
            ? Optional.empty()
            : Optional.of(activate(stage, rescaling, summed, parameters));
    this.output = activate.map(Activate::result).orElse(summed);
  }

  private static Activate activate(
      Stage stage, Rescaling rescaling, LevelAndScale summed, CkksParameters parameters) {
    return rescaling == Rescaling.NOTHING
        ? Activate.squareLazily(summed, parameters)
        : new Activate(stage.activation(), summed, parameters);
  }

  private static WindowedMap map(Stage stage, boolean isFirst, int producedWindows) {
    if (stage.map().windows() > 1) {
      return stage.map();
    }
    WindowedMap ordered = inOrder(stage.map(), producedWindows);
    return isFirst ? ordered.withTaps(readTaps(ordered)) : ordered;
  }

  /** Taps with a weight that is not zero, or the first one alone. */
  private static int[] readTaps(WindowedMap map) {
    int[] read =
        IntStream.range(0, map.taps())
            .filter(t -> IntStream.range(0, map.outputs()).anyMatch(o -> map.weight(o, t) != 0))
            .toArray();
    return read.length == 0 ? new int[] {0} : read;
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

  /** Level and scale of the sums, after their rescale if there is one. */
  private static LevelAndScale summed(
      Stage stage, Rescaling rescaling, LevelAndScale output, CkksParameters parameters) {
    if (rescaling == Rescaling.NOTHING) {
      boolean isSquared = stage.activation().depth() > 0;
      return new LevelAndScale(
          output.level(), isSquared ? Math.sqrt(output.scale()) : output.scale());
    }
    int below = output.level() + stage.activation().depth();
    return new LevelAndScale(
        below, Activate.operandScale(stage.activation(), below, output.scale(), parameters));
  }

  /** The scale of operands, as the constructor finds it from the result's. */
  static double operandScale(
      Stage stage,
      Rescaling rescaling,
      boolean rescalesSums,
      int maxWeight,
      LevelAndScale output,
      CkksParameters parameters) {
    LevelAndScale summed = summed(stage, rescaling, output, parameters);
    double sumScale =
        summed.scale() * (rescalesSums ? parameters.dataPrime(summed.level() + 1) : 1);
    return stage.map().isIdentity()
        ? sumScale
        : sumScale
            / WeightRounding.scale(stage, stage.map(), rescaling, sumScale, maxWeight, parameters);
  }

  String name() {
    return stage.name();
  }

  /** Level and scale of its operands. */
  LevelAndScale input() {
    return input;
  }

  /** Level and scale of its results. */
  LevelAndScale output() {
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
    return isActivationOnly() ? 0 : (long) map.outputs() * map.taps();
  }

  /** Whether results are the activation of the operands, in their order. */
  boolean isActivationOnly() {
    return matrix.isEmpty();
  }

  /** Begins the sums of one window. */
  <V> LinearSum<V> begin(SlotMachine<V, ?> machine) {
    return machine.newLinearSum(matrix.orElseThrow());
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

  /** Bias and activation of a window's sums. */
  <V, P> List<V> finish(
      SlotMachine<V, P> machine, Operation.Encoded<P> activation, List<V> sums, int window) {
    return inParallel(
        machine,
        sums,
        (sum, o) -> {
          V reduced = reduce(machine, sum);
          V shifted = machine.addNumber(reduced, bias[o * map.windows() + window]);
          return activation.run(machine, List.of(shifted));
        });
  }

  private <V> V reduce(SlotMachine<V, ?> machine, V sum) {
    if (rescalesSums) {
      return machine.rescale(sum);
    }
    boolean isOfSquares = rescaling == Rescaling.NOTHING && activate.isEmpty();
    return isOfSquares ? machine.relinearize(sum) : sum;
  }

  /** The activation of operands, where the stage has no linear map. */
  <V, P> List<V> activate(
      SlotMachine<V, P> machine, Operation.Encoded<P> activation, List<V> operands) {
    return inParallel(machine, operands, (operand, i) -> activation.run(machine, List.of(operand)));
  }

  private interface Step<V> {
    V apply(V operand, int index);
  }

  private static <V> List<V> inParallel(SlotMachine<V, ?> machine, List<V> operands, Step<V> step) {
    List<V> results = new ArrayList<>(operands);
    machine
        .parallelism()
        .forEach(operands.size(), i -> results.set(i, step.apply(operands.get(i), i)));
    return results;
  }

  /** The indices of the input features that are read; those with no weight but zero are not. */
  int[] usedFeatures() {
    return IntStream.range(0, map.taps())
        .flatMap(t -> IntStream.range(0, map.windows()).map(w -> map.gather(t, w)))
        .filter(f -> f != WindowedMap.PADDING)
        .distinct()
        .sorted()
        .toArray();
  }

  String describe() {
    if (isActivationOnly()) {
      return name() + activate.map(a -> ": " + a.describe()).orElse("");
    }
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
