package org.chemxor.data.confidence;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often intervals or sets of classes held the truth.
 *
 * @param count known values
 * @param coverage share of them that were inside; NaN without any
 * @param size mean width of the intervals, in units of the target, infinite when one is unbounded;
 *     or mean number of classes in a set
 */
public record MeasuredCoverage(int count, double coverage, double size) {

  /**
   * Compares known values with what was promised.
   *
   * @param confidence of the model; none gives no counts
   * @param known {@code [sample][target]}, NaN where a value is missing
   * @param outputs {@code [sample][output]}
   * @param level of {@link CoverageLevels#ALL}
   */
  public static MeasuredCoverage of(
      ModelConfidence confidence, double[][] known, double[][] outputs, double level) {
    int count = 0;
    int inside = 0;
    double size = 0;
    for (int i = 0; i < known.length; i++) {
      List<Double> values = Arrays.stream(outputs[i]).boxed().toList();
      Assessment assessment = confidence.assess(values, Optional.empty(), level);
      for (int t = 0; t < confidence.targets().size(); t++) {
        if (!Double.isNaN(known[i][t])) {
          count++;
          inside += isInside(assessment, t, known[i][t]) ? 1 : 0;
          size += size(assessment, t);
        }
      }
    }
    return new MeasuredCoverage(count, (double) inside / count, size / count);
  }

  private static boolean isInside(Assessment assessment, int target, double known) {
    if (!assessment.classes().isEmpty()) {
      return assessment.classes().get(target).contains((int) known);
    }
    Double lower = assessment.lower().get(target);
    Double upper = assessment.upper().get(target);
    return lower == null || upper == null || (known >= lower && known <= upper);
  }

  private static double size(Assessment assessment, int target) {
    if (!assessment.classes().isEmpty()) {
      return assessment.classes().get(target).size();
    }
    Double lower = assessment.lower().get(target);
    Double upper = assessment.upper().get(target);
    return lower == null || upper == null ? Double.POSITIVE_INFINITY : upper - lower;
  }

  /**
   * The finite figures by name: coverage, and width or setSize.
   *
   * @param confidence what was measured
   */
  public Map<String, Double> asMap(ModelConfidence confidence) {
    Map<String, Double> map = new TreeMap<>();
    map.put("coverage", coverage);
    map.put(confidence.hasClassSets() ? "setSize" : "width", size);
    map.values().removeIf(value -> !Double.isFinite(value));
    return map;
  }
}
