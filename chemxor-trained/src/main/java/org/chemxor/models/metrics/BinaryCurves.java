package org.chemxor.models.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a threshold on a score gives, for every threshold: the receiver operating characteristic and
 * the precision-recall curve of one class against the rest. Equal scores fall on one side together.
 */
public final class BinaryCurves {

  /**
   * A point of a curve.
   *
   * @param x false positive rate, or recall
   * @param y true positive rate, or precision
   */
  public record Point(double x, double y) {}

  private final int positives;
  private final int negatives;

  /** True and false positives when everything down to each distinct score counts as positive. */
  private final List<int[]> counts;

  private BinaryCurves(int positives, int negatives, List<int[]> counts) {
    this.positives = positives;
    this.negatives = negatives;
    this.counts = counts;
  }

  /**
   * Sorts the samples by score.
   *
   * @param positive whether each sample belongs to the class
   * @param scores higher means more likely; as many, none NaN
   * @throws IllegalArgumentException when the lengths differ or a score is NaN
   */
  public static BinaryCurves of(boolean[] positive, double[] scores) {
    if (positive.length != scores.length) {
      throw new IllegalArgumentException(
          "got " + scores.length + " scores for " + positive.length + " samples");
    }
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
            .toList();
    List<int[]> counts = new ArrayList<>();
    int truePositives = 0;
    int falsePositives = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      int index = order.get(rank);
      if (Double.isNaN(scores[index])) {
        throw new IllegalArgumentException("score " + index + " is NaN");
      }
      if (positive[index]) {
        truePositives++;
      } else {
        falsePositives++;
      }
      boolean lastOfTie = rank == order.size() - 1 || scores[order.get(rank + 1)] != scores[index];
      if (lastOfTie) {
        counts.add(new int[] {truePositives, falsePositives});
      }
    }
    return new BinaryCurves(truePositives, falsePositives, counts);
  }

  /** True positive rate over false positive rate, from (0, 0) to (1, 1); NaN without both kinds. */
  public List<Point> roc() {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    for (int[] count : counts) {
      points.add(new Point((double) count[1] / negatives, (double) count[0] / positives));
    }
    return points;
  }

  /** Precision over recall, by falling threshold. */
  public List<Point> precisionRecall() {
    List<Point> points = new ArrayList<>();
    for (int[] count : counts) {
      points.add(
          new Point((double) count[0] / positives, (double) count[0] / (count[0] + count[1])));
    }
    return points;
  }

  /**
   * Area under the ROC curve by the trapezium rule: the chance that a random positive scores above
   * a random negative, ties counting half. NaN without both kinds.
   */
  public double rocAuc() {
    if (positives == 0 || negatives == 0) {
      return Double.NaN;
    }
    double area = 0;
    int[] before = {0, 0};
    for (int[] count : counts) {
      area += (count[1] - before[1]) * (count[0] + before[0]) / 2.0;
      before = count;
    }
    return area / positives / negatives;
  }

  /**
   * Area under the precision-recall curve as average precision, {@code sum (R_k - R_(k-1)) P_k}.
   * NaN without positives.
   */
  public double prAuc() {
    if (positives == 0) {
      return Double.NaN;
    }
    double area = 0;
    double recall = 0;
    for (Point point : precisionRecall()) {
      area += (point.x() - recall) * point.y();
      recall = point.x();
    }
    return area;
  }
}
