package org.chemxor.data.confidence;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be thought of one prediction.
 *
 * @param coverage how often interval or set hold the truth; 0 where there are none
 * @param lower for each target of a regression where the interval begins; null when nothing can be
 *     promised; empty without intervals
 * @param upper likewise where it ends
 * @param classes for each target of a classification the classes that may be the true one; empty
 *     without sets
 * @param domain "in", "edge", "out", or empty when it is not known
 */
public record Assessment(
    double coverage,
    List<@Nullable Double> lower,
    List<@Nullable Double> upper,
    List<List<Integer>> classes,
    String domain) {
  /** Keeps views that cannot be written to: the lists may hold null. */
  public Assessment {
    lower = Collections.unmodifiableList(lower);
    upper = Collections.unmodifiableList(upper);
    classes = List.copyOf(classes);
  }
}
