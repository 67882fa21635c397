package org.chemxor.data.confidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sets of classes that hold the true one with the stated probability, for every class by itself
 * (Mondrian conformal prediction: a rare class is not paid for by a frequent one). A class is in
 * the set if its log-odds are at least those of so many validation molecules of that class. A set
 * may hold several classes, where the model cannot tell, and none, where the molecule is like those
 * of no class.
 *
 * @param calibrated number of validation molecules of each class
 * @param leastLogOdds for each of {@link CoverageLevels#ALL} and each class, the natural logarithm
 *     of the odds below which the class is not in the set; minus infinity when there were too few
 *     molecules to leave it out
 */
public record ClassSets(List<Integer> calibrated, List<List<Double>> leastLogOdds)
    implements TargetConfidence {
  /** Copies the lists and checks them. */
  public ClassSets {
    calibrated = List.copyOf(calibrated);
    leastLogOdds = leastLogOdds.stream().map(List::copyOf).toList();
    int classes = calibrated.size();
    if (classes < 2
        || leastLogOdds.size() != CoverageLevels.ALL.size()
        || !leastLogOdds.stream().allMatch(row -> row.size() == classes)
        || leastLogOdds.stream().flatMap(List::stream).anyMatch(x -> x.isNaN())) {
      throw new IllegalArgumentException(
          "sets need log-odds of at least two classes for each of " + CoverageLevels.ALL);
    }
  }

  /**
   * Calibrates sets.
   *
   * @param labels classes from 0 that the model has not learned from; NaN where there is none
   * @param scores {@code [sample][class]}, of which softmax makes probabilities
   */
  public static ClassSets calibrated(double[] labels, double[][] scores) {
    if (labels.length != scores.length || labels.length == 0) {
      throw new IllegalArgumentException(
          labels.length + " known classes for " + scores.length + " rows of scores");
    }
    int classes = scores[0].length;
    double[][] strangeness = new double[classes][];
    for (int c = 0; c < classes; c++) {
      int label = c;
      strangeness[c] =
          IntStream.range(0, labels.length)
              .filter(i -> labels[i] == label)
              .mapToDouble(i -> -logOdds(scores[i], label))
              .toArray();
    }
    return new ClassSets(
        Arrays.stream(strangeness).map(scoresOfClass -> scoresOfClass.length).toList(),
        CoverageLevels.ALL.stream()
            .map(
                level ->
                    Arrays.stream(strangeness)
                        .map(scoresOfClass -> -CoverageLevels.threshold(scoresOfClass, level))
                        .toList())
            .toList());
  }

  /**
   * The classes that may be the true one, ascending; possibly none.
   *
   * @param scores one for each class
   * @param level of {@link CoverageLevels#ALL}
   */
  public List<Integer> classes(double[] scores, double level) {
    List<Double> least = leastLogOdds.get(CoverageLevels.index(level));
    if (scores.length != least.size()) {
      throw new IllegalArgumentException(
          scores.length + " scores were given for " + least.size() + " classes");
    }
    List<Integer> set = new ArrayList<>();
    for (int c = 0; c < scores.length; c++) {
      if (logOdds(scores, c) >= least.get(c)) {
        set.add(c);
      }
    }
    return List.copyOf(set);
  }

  /** Log-odds of class c under softmax, which do not saturate as probabilities do. */
  private static double logOdds(double[] scores, int c) {
    double largest =
        IntStream.range(0, scores.length)
            .filter(k -> k != c)
            .mapToDouble(k -> scores[k])
            .max()
            .orElseThrow();
    double others =
        IntStream.range(0, scores.length)
            .filter(k -> k != c)
            .mapToDouble(k -> Math.exp(scores[k] - largest))
            .sum();
    return scores[c] - largest - Math.log(others);
  }
}
