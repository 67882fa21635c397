package org.chemxor.models.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well predicted classes fit known ones. With two classes precision, recall, F1 and the areas
 * are those of class 1; with more they are means over the classes, each against the rest.
 *
 * @param count number of samples, at least 1
 * @param accuracy share of right predictions
 * @param precision share of right ones among predictions of the class; 0 when it is never predicted
 * @param recall share of the class's samples that are found; 0 when it has none
 * @param f1 harmonic mean of precision and recall; 0 when both are
 * @param rocAuc area under the ROC curve; NaN when a class is missing
 * @param prAuc average precision; NaN when a class is missing
 * @param confusion {@code [true class][predicted class]}, numbers of samples
 */
public record ClassificationMetrics(
    int count,
    double accuracy,
    double precision,
    double recall,
    double f1,
    double rocAuc,
    double prAuc,
    int[][] confusion) {

  /** Copies the confusion matrix. */
  public ClassificationMetrics {
    confusion = copy(confusion);
  }

  /**
   * Compares known classes and scores; the predicted class is the one with the largest score, the
   * first of equals.
   *
   * @param labels classes from 0
   * @param scores {@code [sample][class]}, at least two classes, finite
   * @throws IllegalArgumentException when sizes disagree or a label has no score
   */
  public static ClassificationMetrics of(int[] labels, double[][] scores) {
    if (labels.length == 0 || labels.length != scores.length || scores[0].length < 2) {
      throw new IllegalArgumentException(
          "metrics need as many rows of at least two scores as labels, got "
              + scores.length
              + " rows for "
              + labels.length
              + " labels");
    }
    int classes = scores[0].length;
    int[][] confusion = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      if (scores[i].length != classes || labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "sample " + i + " has class " + labels[i] + " and " + scores[i].length + " scores");
      }
      confusion[labels[i]][predicted(scores[i])]++;
    }
    int right = IntStream.range(0, classes).map(c -> confusion[c][c]).sum();
    return new ClassificationMetrics(
        labels.length,
        (double) right / labels.length,
        summary(classes, c -> precision(confusion, c)),
        summary(classes, c -> recall(confusion, c)),
        summary(classes, c -> f1(confusion, c)),
        summary(classes, c -> curves(labels, scores, c).rocAuc()),
        summary(classes, c -> curves(labels, scores, c).prAuc()),
        confusion);
  }

  /** The class with the largest score, the first of equals. */
  public static int predicted(double[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      if (scores[c] > scores[best]) {
        best = c;
      }
    }
    return best;
  }

  /** The curves of class {@code c} against the rest, by its softmax probability. */
  public static BinaryCurves curves(int[] labels, double[][] scores, int c) {
    boolean[] positive = new boolean[labels.length];
    double[] score = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      positive[i] = labels[i] == c;
      score[i] = logOdds(scores[i], c);
    }
    return BinaryCurves.of(positive, score);
  }

  /** Log-odds of class c under softmax: in the order of its probability, and never saturated. */
  private static double logOdds(double[] scores, int c) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      max = k == c ? max : Math.max(max, scores[k]);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      sum += k == c ? 0 : Math.exp(scores[k] - max);
    }
    return scores[c] - max - Math.log(sum);
  }

  private static double summary(int classes, IntToDoubleFunction ofClass) {
    return classes == 2
        ? ofClass.applyAsDouble(1)
        : IntStream.range(0, classes).mapToDouble(ofClass).average().orElseThrow();
  }

  private static double precision(int[][] confusion, int c) {
    int predicted = Arrays.stream(confusion).mapToInt(row -> row[c]).sum();
    return predicted == 0 ? 0 : (double) confusion[c][c] / predicted;
  }

  private static double recall(int[][] confusion, int c) {
    int actual = Arrays.stream(confusion[c]).sum();
    return actual == 0 ? 0 : (double) confusion[c][c] / actual;
  }

  private static double f1(int[][] confusion, int c) {
    double sum = precision(confusion, c) + recall(confusion, c);
    return sum == 0 ? 0 : 2 * precision(confusion, c) * recall(confusion, c) / sum;
  }

  private static int[][] copy(int[][] matrix) {
    return Arrays.stream(matrix).map(int[]::clone).toArray(int[][]::new);
  }

  /** A copy of {@code [true class][predicted class]}. */
  @Override
  public int[][] confusion() {
    return copy(confusion);
  }

  /** The finite metrics by name: count, accuracy, precision, recall, f1, rocAuc, prAuc. */
  public Map<String, Double> asMap() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("count", (double) count);
    metrics.put("accuracy", accuracy);
    metrics.put("precision", precision);
    metrics.put("recall", recall);
    metrics.put("f1", f1);
    metrics.put("rocAuc", rocAuc);
    metrics.put("prAuc", prAuc);
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }
}
