package org.chemxor.fhe.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.chemxor.core.Network;
import org.chemxor.core.UnsupportedLayerException;

/**
 * A network as stages. Value 0 is the input, value i + 1 what stage i computes; the network's
 * output is {@code outputScale * (last value) + outputShift}, element by element.
 *
 * @param network the network it was made from
 * @param stages in evaluation order; at least one
 * @param outputScale left over when the network ends with a polynomial, otherwise 1
 * @param outputShift left over when the network ends with a polynomial, otherwise 0
 */
public record StageGraph(
    Network network, List<Stage> stages, double outputScale, double outputShift) {

  /** Copies the list. */
  public StageGraph {
    stages = List.copyOf(stages);
  }

  /**
   * Normalises a network.
   *
   * @throws org.chemxor.core.UnsupportedLayerException when a layer cannot be evaluated on
   *     ciphertexts; the message names it and says what to use instead
   */
  public static StageGraph of(Network network) {
    return new Normalizer(network).normalize();
  }

  /** Every layer that {@link #of} would refuse; it names the first one alone. */
  public static List<UnsupportedLayerException> unsupported(Network network) {
    return Normalizer.unsupported(network);
  }

  /** Number of features of value {@code index}. */
  public int valueSize(int index) {
    return index == 0 ? network.inputShape().size() : stages.get(index - 1).map().outputSize();
  }

  /**
   * Whether stage {@code index} reads what the stage before it computes, alone and nothing else.
   */
  public boolean isOnlyReaderOfPrevious(int index) {
    return stages.get(index).sources().equals(List.of(index))
        && stages.stream().filter(stage -> stage.sources().contains(index)).count() == 1;
  }

  /**
   * The same network with every activation a stage of its own, so that parts can end before it.
   * Values are numbered anew.
   */
  public StageGraph withActivationsApart() {
    List<Stage> apart = new ArrayList<>();
    int[] value = new int[stages.size() + 1];
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      Stage linear = stage.reading(stage.sources().stream().map(v -> value[v]).toList());
      if (stage.activation().depth() == 0) {
        apart.add(linear);
      } else {
        apart.add(linear.linearPart());
        apart.add(stage.activationPart(apart.size()));
      }
      value[i + 1] = apart.size();
    }
    return new StageGraph(network, apart, outputScale, outputShift);
  }

  /**
   * Groups consecutive stages.
   *
   * @param canFollow whether a stage can be added to a group that ends before it
   */
  public List<List<Integer>> group(BiPredicate<List<Integer>, Integer> canFollow) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> current = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (!current.isEmpty() && !canFollow.test(current, i)) {
        groups.add(current);
        current = new ArrayList<>();
      }
      current.add(i);
    }
    groups.add(current);
    return groups;
  }

  /** Multiplicative depth of the whole network. */
  public int depth() {
    int[] depth = new int[stages.size() + 1];
    for (int i = 0; i < stages.size(); i++) {
      int deepest = stages.get(i).sources().stream().mapToInt(v -> depth[v]).max().orElse(0);
      depth[i + 1] = deepest + stages.get(i).depth();
    }
    return depth[stages.size()];
  }

  /** The sources of a stage laid end to end. */
  public double[] gatherSources(Stage stage, List<double[]> values) {
    return stage.sources().stream()
        .flatMapToDouble(v -> java.util.Arrays.stream(values.get(v)))
        .toArray();
  }

  /** The network's output, computed stage by stage in the clear. */
  public double[] evaluate(double[] input) {
    return outputs(evaluateAll(input));
  }

  /** Every value, computed in the clear. */
  public List<double[]> evaluateAll(double[] input) {
    List<double[]> values = new java.util.ArrayList<>();
    values.add(input);
    for (Stage stage : stages) {
      values.add(stage.apply(gatherSources(stage, values)));
    }
    return values;
  }

  /** The network's output, given every value. */
  public double[] outputs(List<double[]> values) {
    double[] output = values.get(values.size() - 1).clone();
    for (int i = 0; i < output.length; i++) {
      output[i] = outputScale * output[i] + outputShift;
    }
    return output;
  }
}
