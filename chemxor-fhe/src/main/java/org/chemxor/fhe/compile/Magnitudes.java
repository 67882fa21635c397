package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.simulate.SyntheticInputs;

/**
 * How large the values of a network get, found by running it in the clear on synthetic inputs from
 * the plan's range: sparse ones like fingerprints, and denser ones. How much outputs differ, and
 * how noise grows, is taken from the sparse ones alone.
 *
 * @param headroomBits log2 of the largest mean magnitude of any value, plus a margin of 4
 * @param outputRange difference between the largest and the least output on sparse inputs
 * @param minOutput the least output on any input
 * @param maxOutput the largest output on any input
 * @param noiseGain the outputs' noise in units of the noise of one rescale
 * @param largest the largest magnitude of any feature of any value
 */
record Magnitudes(
    int headroomBits,
    double outputRange,
    double minOutput,
    double maxOutput,
    double noiseGain,
    double largest) {
  private static final int MARGIN_BITS = 4;
  private static final int BATCH_MARGIN_BITS = 3;

  /** Values that hardly differ on typical inputs may differ by this on others. */
  private static final double LEAST_REACH = 0x1p-6;

  /**
   * Full images count where they need no more room than this. Trained deep networks explode on them
   * (2^34 where molecules stay below 2^4), and there would be no parameters for those; values of
   * dense images may overflow then, which the client notices mostly, but not always.
   */
  private static final double LARGEST_OF_FULL_IMAGES = 0x1p8;

  static Magnitudes of(StageGraph graph, Plan plan) {
    List<double[]> typical = inputs(graph, plan).typical();
    double largestMean = 1;
    double largest = 1;
    DoubleSummaryStatistics outputs = new DoubleSummaryStatistics();
    for (double[] input : typical) {
      List<double[]> values = graph.evaluateAll(input);
      largestMean = Math.max(largestMean, largestMean(values));
      largest = Math.max(largest, largest(values));
      Arrays.stream(graph.outputs(values)).forEach(outputs);
    }
    DoubleSummaryStatistics any = new DoubleSummaryStatistics();
    any.combine(outputs);
    for (List<double[]> values : extremeValues(graph, plan)) {
      largestMean = Math.max(largestMean, largestMean(values));
      largest = Math.max(largest, largest(values));
      Arrays.stream(graph.outputs(values)).forEach(any);
    }
    return new Magnitudes(
        bits(largestMean) + MARGIN_BITS,
        outputs.getMax() - outputs.getMin(),
        any.getMin(),
        any.getMax(),
        NoiseGain.of(graph, typical),
        largest);
  }

  private static int bits(double magnitude) {
    return (int) Math.ceil(Math.log(magnitude) / Math.log(2));
  }

  /**
   * For a feature in every ciphertext: its polynomial is as large as that feature, not as the mean
   * of all.
   */
  Magnitudes forBatch() {
    int bits = bits(largest) + BATCH_MARGIN_BITS;
    return new Magnitudes(bits, outputRange, minOutput, maxOutput, noiseGain, largest);
  }

  /** The same with more room above the scale. */
  Magnitudes withMoreRoom(int bits) {
    return new Magnitudes(
        headroomBits + bits, outputRange, minOutput, maxOutput, noiseGain, largest);
  }

  private static SyntheticInputs inputs(StageGraph graph, Plan plan) {
    return new SyntheticInputs(graph.network().inputShape().size(), plan);
  }

  /** By value, the mean of every feature on the typical inputs. */
  static List<double[]> typicalMeans(StageGraph graph, Plan plan) {
    List<double[]> inputs = inputs(graph, plan).typical();
    List<double[]> means = new ArrayList<>();
    for (double[] input : inputs) {
      List<double[]> values = graph.evaluateAll(input);
      for (int v = 0; v < values.size(); v++) {
        double[] value = values.get(v);
        if (means.size() == v) {
          means.add(new double[value.length]);
        }
        double[] mean = means.get(v);
        Arrays.setAll(mean, i -> mean[i] + value[i] / inputs.size());
      }
    }
    return means;
  }

  /**
   * By value, the range of all its features on the typical inputs; of small ones, dense as well.
   */
  static List<ValueRange> typicalRanges(StageGraph graph, Plan plan) {
    List<double[]> inputs = inputs(graph, plan).typicalOfAnySize();
    List<List<double[]>> values = inputs.stream().map(graph::evaluateAll).toList();
    List<ValueRange> ranges = new ArrayList<>();
    for (int v = 0; v <= graph.stages().size(); v++) {
      int value = v;
      DoubleSummaryStatistics all =
          values.stream().flatMapToDouble(of -> Arrays.stream(of.get(value))).summaryStatistics();
      double centre = (all.getMin() + all.getMax()) / 2;
      double norm =
          values.stream().mapToDouble(of -> distance(of.get(value), centre)).max().orElse(0);
      double reach = Math.max(LEAST_REACH, (all.getMax() - all.getMin()) / 2);
      if (!Double.isFinite(centre) || !Double.isFinite(reach) || !Double.isFinite(norm)) {
        throw new UnfitPlanException(
            "layer "
                + graph.stages().get(v - 1).name()
                + " computes values too large for any number on synthetic inputs: scale its"
                + " weights down");
      }
      ranges.add(new ValueRange(centre, reach, Math.max(reach, norm), 0));
    }
    return ranges;
  }

  private static double distance(double[] values, double centre) {
    return Math.sqrt(Arrays.stream(values).map(v -> (v - centre) * (v - centre)).sum());
  }

  /** The largest sum of the numbers of a typical input. */
  static double largestTypicalSum(int size, Plan plan) {
    return new SyntheticInputs(size, plan)
        .typical().stream()
            .mapToDouble(input -> Arrays.stream(input).map(Math::abs).sum())
            .max()
            .orElse(0);
  }

  /**
   * By value, log2 of the largest magnitude of any feature on typical and extreme inputs, with the
   * margin of {@link #forBatch}.
   */
  static int[] batchHeadroomBits(StageGraph graph, Plan plan) {
    List<List<double[]>> all = new ArrayList<>(extremeValues(graph, plan));
    inputs(graph, plan).typical().forEach(input -> all.add(graph.evaluateAll(input)));
    double[] largest = new double[graph.stages().size() + 1];
    Arrays.fill(largest, Double.MIN_NORMAL);
    for (List<double[]> values : all) {
      for (int v = 0; v < largest.length; v++) {
        double most = Arrays.stream(values.get(v)).map(Math::abs).max().orElse(0);
        largest[v] = Math.max(largest[v], most);
      }
    }
    return Arrays.stream(largest).mapToInt(value -> bits(value) + BATCH_MARGIN_BITS).toArray();
  }

  /** All values of the network on each extreme input. */
  private static List<List<double[]>> extremeValues(StageGraph graph, Plan plan) {
    List<List<double[]>> all = new ArrayList<>();
    inputs(graph, plan).extreme().forEach(input -> all.add(graph.evaluateAll(input)));
    for (double[] full : inputs(graph, plan).full()) {
      List<double[]> values = graph.evaluateAll(full);
      if (largestMean(values) <= LARGEST_OF_FULL_IMAGES) {
        all.add(values);
      }
    }
    return all;
  }

  /** The largest mean magnitude of any value. */
  private static double largestMean(List<double[]> values) {
    return values.stream()
        .mapToDouble(value -> Arrays.stream(value).map(Math::abs).average().orElse(0))
        .max()
        .orElse(0);
  }

  /** The largest magnitude of any feature of any value. */
  private static double largest(List<double[]> values) {
    return values.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }
}
