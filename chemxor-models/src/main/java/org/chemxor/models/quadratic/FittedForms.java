package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.Network;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.ValueRange;

/**
 * What was fitted, one sum of squares for each target: values of a regression; log-odds of class 1
 * of two classes, which become the scores {@code -z/2} and {@code z/2}; log-odds of each of more.
 */
record FittedForms(Task task, int classes, List<SquareSum> sums) {

  private boolean isPair() {
    return task == Task.CLASSIFICATION && classes == 2;
  }

  Network network() {
    if (isPair()) {
      return QuadraticNetwork.of(sums, List.of(0, 0), new double[] {-0.5, 0.5});
    }
    double[] signs = new double[sums.size()];
    Arrays.fill(signs, 1);
    return QuadraticNetwork.of(sums, IntStream.range(0, sums.size()).boxed().toList(), signs);
  }

  int squares() {
    return sums.stream().mapToInt(SquareSum::squares).sum();
  }

  /** How many pixels any of the maps reads. */
  int pixels() {
    return (int)
        IntStream.range(0, SparseImages.PIXELS)
            .filter(
                pixel ->
                    sums.stream()
                        .flatMap(sum -> Arrays.stream(sum.maps()))
                        .anyMatch(map -> map[pixel] != 0))
            .count();
  }

  /** The network's outputs, {@code [image][output]}. */
  double[][] outputs(SparseImages images) {
    List<double[]> columns = sums.stream().map(sum -> sum.values(images)).toList();
    return IntStream.range(0, images.size())
        .mapToObj(row -> output(columns.stream().mapToDouble(c -> c[row]).toArray()))
        .toArray(double[][]::new);
  }

  private double[] output(double[] values) {
    return isPair() ? new double[] {-values[0] / 2, values[0] / 2} : values;
  }

  /** The loss of the cut forms. */
  double loss(SparseImages images, PackedSamples data) {
    return loss(task, classes, sums.stream().map(sum -> sum.values(images)).toList(), data);
  }

  /**
   * Mean squared error, or mean cross entropy of each class against the rest.
   *
   * @param values for each sum its values
   */
  static double loss(Task task, int classes, List<double[]> values, PackedSamples data) {
    double sum = 0;
    for (int t = 0; t < values.size(); t++) {
      double[] outputs = values.get(t);
      sum +=
          task == Task.REGRESSION
              ? meanSquare(outputs, data)
              : Calibration.NONE.meanLoss(outputs, is(data.targets(), classes == 2 ? 1 : t));
    }
    return sum / values.size();
  }

  private static double meanSquare(double[] outputs, PackedSamples data) {
    return IntStream.range(0, outputs.length)
        .mapToDouble(i -> outputs[i] - data.target(i))
        .map(error -> error * error)
        .average()
        .orElse(Double.NaN);
  }

  static boolean[] is(double[] targets, int wanted) {
    boolean[] is = new boolean[targets.length];
    for (int i = 0; i < is.length; i++) {
      is[i] = targets[i] == wanted;
    }
    return is;
  }

  /** What the two linear maps put out. */
  List<ValueRange> ranges(SparseImages images) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (SquareSum sum : sums) {
      for (int k = 0; k < sum.squares(); k++) {
        for (int row = 0; row < images.size(); row++) {
          double operand = sum.operand(k, images, row);
          min = Math.min(min, operand);
          max = Math.max(max, operand);
        }
      }
    }
    double[] outputs =
        Arrays.stream(outputs(images)).flatMapToDouble(Arrays::stream).sorted().toArray();
    return List.of(
        new ValueRange(QuadraticNetwork.MAP, min, max),
        new ValueRange(QuadraticNetwork.OUTPUT, outputs[0], outputs[outputs.length - 1]));
  }
}
