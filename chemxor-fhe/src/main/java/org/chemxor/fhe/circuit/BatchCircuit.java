package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.graph.Stage;

/**
 * Consecutive stages with a molecule in every slot: no rotations. The results of a stage that is
 * followed by a fully connected one are added to its sums as they come, so that they are never all
 * in memory. Immutable.
 */
public final class BatchCircuit implements RoundCircuit {
  /** So many results are handed on together: columns of one block of a matrix product. */
  private static final int GROUP = 256;

  private final List<BatchStage> stages;
  private final int[] inputFeatures;
  private final int inputSize;

  /**
   * @param stages in order, each reading only the one before
   * @param typical by stage, the means of its operands on typical inputs
   * @param rescaling after which linear maps a level is spent
   * @param maxWeight the largest integer for a weight
   * @param output level and scale of the results
   * @param parameters primes
   */
  public BatchCircuit(
      List<Stage> stages,
      List<double[]> typical,
      Rescaling rescaling,
      int maxWeight,
      LevelAndScale output,
      CkksParameters parameters) {
    BatchStage[] built = new BatchStage[stages.size()];
    LevelAndScale result = output;
    for (int i = built.length - 1; i >= 0; i--) {
      built[i] =
          new BatchStage(
              stages.get(i),
              typical.get(i),
              i == 0,
              i == 0 ? 1 : stages.get(i - 1).map().windows(),
              rescaling,
              rescaling.rescales(stages, i),
              maxWeight,
              result,
              parameters);
      result = built[i].input();
    }
    this.stages = List.of(built);
    this.inputFeatures = built[0].usedFeatures();
    this.inputSize = stages.get(0).map().inputSize();
  }

  /**
   * The scale of the operands of the last stage, known before a circuit is built.
   *
   * @param stages as for the constructor
   * @param rescaling as for the constructor
   * @param maxWeight as for the constructor
   * @param output as for the constructor
   * @param parameters as for the constructor
   */
  public static double lastOperandScale(
      List<Stage> stages,
      Rescaling rescaling,
      int maxWeight,
      LevelAndScale output,
      CkksParameters parameters) {
    int last = stages.size() - 1;
    return BatchStage.operandScale(
        stages.get(last),
        rescaling,
        rescaling.rescales(stages, last),
        maxWeight,
        output,
        parameters);
  }

  /** The features that are sent, by ciphertext; those that no weight reads are not. */
  public int[] inputFeatures() {
    return inputFeatures.clone();
  }

  @Override
  public int inputCount() {
    return inputFeatures.length;
  }

  @Override
  public LevelAndScale input() {
    return stages.get(0).input();
  }

  @Override
  public int outputCount() {
    return last().outputSize();
  }

  @Override
  public LevelAndScale output() {
    return last().output();
  }

  private BatchStage last() {
    return stages.get(stages.size() - 1);
  }

  @Override
  public List<RotationDemand> rotations() {
    return List.of();
  }

  @Override
  public long weightNumbers(boolean isCompact) {
    return stages.stream().mapToLong(BatchStage::weights).sum();
  }

  @Override
  public List<String> describe() {
    return stages.stream().map(BatchStage::describe).toList();
  }

  /** Level and scale of the operands of each stage, in order. */
  public List<LevelAndScale> levelsAndScales() {
    return stages.stream().map(BatchStage::input).toList();
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    List<Operation.Encoded<P>> activations = new ArrayList<>();
    for (BatchStage stage : stages) {
      activations.add(stage.encodeActivation(encoder));
    }
    return new EncodedBatch<>(this, activations);
  }

  private record EncodedBatch<P>(BatchCircuit circuit, List<Operation.Encoded<P>> activations)
      implements Encoded<P> {

    @Override
    public <V> List<V> run(SlotMachine<V, P> machine, List<V> inputs) {
      List<V> values = circuit.byFeature(inputs);
      Optional<List<V>> sums = Optional.empty();
      for (int i = 0; i < circuit.stages.size(); i++) {
        int stage = i;
        List<V> operands = values;
        Consumer<Consumer<List<V>>> source =
            sums.<Consumer<Consumer<List<V>>>>map(
                    s -> sink -> sink.accept(finish(machine, stage, s, 0)))
                .orElse(sink -> produce(machine, stage, operands, sink));
        if (feedsSums(i)) {
          sums = Optional.of(sumUp(circuit.stages.get(i + 1).begin(machine), source));
        } else {
          sums = Optional.empty();
          values = collect(circuit.stages.get(i), source);
        }
      }
      return values;
    }

    private boolean feedsSums(int i) {
      return i + 1 < circuit.stages.size() && circuit.stages.get(i + 1).windows() == 1;
    }

    private <V> List<V> finish(SlotMachine<V, P> machine, int stage, List<V> sums, int window) {
      return circuit.stages.get(stage).finish(machine, activations.get(stage), sums, window);
    }

    private static <V> List<V> sumUp(LinearSum<V> sum, Consumer<Consumer<List<V>>> source) {
      int[] column = {0};
      source.accept(
          group -> {
            sum.add(column[0], group);
            column[0] += group.size();
          });
      return sum.results();
    }

    /** All results in the order of features. */
    private static <V> List<V> collect(BatchStage stage, Consumer<Consumer<List<V>>> source) {
      List<V> produced = new ArrayList<>();
      source.accept(produced::addAll);
      int windows = stage.windows();
      return IntStream.range(0, stage.outputSize())
          .mapToObj(f -> produced.get(f % windows * stage.outputs() + f / windows))
          .toList();
    }

    /** A stage's results, window by window, in groups. */
    private <V> void produce(
        SlotMachine<V, P> machine, int i, List<V> inputs, Consumer<List<V>> sink) {
      BatchStage stage = circuit.stages.get(i);
      if (stage.isActivationOnly()) {
        for (int from = 0; from < inputs.size(); from += GROUP) {
          List<V> operands = inputs.subList(from, Math.min(inputs.size(), from + GROUP));
          sink.accept(stage.activate(machine, activations.get(i), operands));
        }
        return;
      }
      List<V> group = new ArrayList<>();
      for (int w = 0; w < stage.windows(); w++) {
        List<V> sums = stage.sums(machine, inputs, w);
        group.addAll(finish(machine, i, sums, w));
        if (group.size() >= GROUP) {
          sink.accept(group);
          group = new ArrayList<>();
        }
      }
      if (!group.isEmpty()) {
        sink.accept(group);
      }
    }
  }

  /** Vectors by feature; those that no weight reads are the first one, which is as good. */
  private <V> List<V> byFeature(List<V> inputs) {
    List<V> values = new ArrayList<>(Collections.nCopies(inputSize, inputs.get(0)));
    for (int c = 0; c < inputFeatures.length; c++) {
      values.set(inputFeatures[c], inputs.get(c));
    }
    return values;
  }
}
