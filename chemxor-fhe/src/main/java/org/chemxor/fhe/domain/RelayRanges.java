package org.chemxor.fhe.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.chemxor.fhe.graph.StageGraph;

/**
 * Ranges for a program of several rounds. What a round computes is bounded from what its inputs
 * were checked to be: the first round's by the domain, the others' by the ranges of the values that
 * the client relays; of small networks also by what the domain says about all values. A range is
 * that of the bounds, and where these are wide, several times that of values on typical inputs, so
 * that the next round's bounds stay small.
 */
public final class RelayRanges {
  private RelayRanges() {}

  /**
   * By part, what is certain.
   *
   * @param bounds of the network
   * @param parts indices of stages; the last one computes the outputs
   * @param domain the inputs
   * @param typical by value, its range on typical inputs
   * @param margin a relayed value may be so many times as far from the centre as on any typical
   *     input, unless the bounds are narrower
   */
  public static List<RoundRange> of(
      NetworkBounds bounds,
      List<List<Integer>> parts,
      InputDomain domain,
      IntFunction<ValueRange> typical,
      double margin) {
    StageGraph graph = bounds.graph();
    List<Bounds> ofImages = bounds.isCheap() ? bounds.of(domain) : List.of();
    Map<Integer, ValueRange> ranges = new HashMap<>();
    List<RoundRange> result = new ArrayList<>();
    for (List<Integer> part : parts) {
      List<Integer> sources = graph.stages().get(part.get(0)).sources();
      Support support = support(graph, sources, domain, ranges);
      int value = part.get(part.size() - 1) + 1;
      Bounds ofPart = bounds.of(part, support);
      Bounds found = ofImages.isEmpty() ? ofPart : ofPart.and(ofImages.get(value));
      boolean isLast = result.size() == parts.size() - 1;
      ValueRange accepted =
          isLast && found.isFinite()
              ? ValueRange.of(found).twice()
              : narrower(found, typical.apply(value), margin);
      ranges.put(value, accepted);
      result.add(new RoundRange(accepted, found.largest(), support));
    }
    return result;
  }

  private static Support support(
      StageGraph graph,
      List<Integer> sources,
      InputDomain domain,
      Map<Integer, ValueRange> ranges) {
    if (sources.equals(List.of(0))) {
      return Support.of(domain, graph.valueSize(0));
    }
    List<Integer> sizes = sources.stream().map(graph::valueSize).toList();
    return Support.of(
        sources.stream()
            .map(v -> v == 0 ? box(domain, graph.valueSize(0)) : ranges.get(v))
            .toList(),
        sizes);
  }

  private static ValueRange box(InputDomain domain, int size) {
    double centre = (domain.min() + domain.max()) / 2;
    double reach = (domain.max() - domain.min()) / 2;
    return new ValueRange(centre, reach, reach * Math.sqrt(size), 0);
  }

  /** The range of the bounds, unless that is wider than typical values need. */
  private static ValueRange narrower(Bounds bounds, ValueRange typical, double margin) {
    double reach = margin * typical.reach();
    double norm = margin * typical.norm();
    if (bounds.isFinite() && bounds.reach() <= reach) {
      return ValueRange.of(bounds);
    }
    return new ValueRange(typical.centre(), reach, norm, 0);
  }
}
