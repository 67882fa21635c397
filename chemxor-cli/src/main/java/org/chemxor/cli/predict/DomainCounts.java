package org.chemxor.cli.predict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.Sample;
import org.chemxor.data.confidence.DomainVerdict;

/** How many molecules lie where, seen from those that a model has learned from. */
public final class DomainCounts {
  private DomainCounts() {}

  /**
   * Counts verdicts.
   *
   * @return molecules in, edge and out, in this order; empty when the model does not know
   */
  public static Map<String, Integer> of(LoadedModel loaded, List<Sample> samples) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    if (loaded.confidence().domain().isPresent()) {
      for (DomainVerdict verdict : DomainVerdict.values()) {
        counts.put(verdict.toString(), 0);
      }
      samples.parallelStream()
          .flatMap(sample -> loaded.domain(sample.smiles()).stream())
          .toList()
          .forEach(verdict -> counts.merge(verdict.toString(), 1, Integer::sum));
    }
    return counts;
  }
}
