package org.chemxor.fhe.domain;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the values of a network, from what is known of its inputs or of values that a client
 * checks on their way between rounds. They hold for what an encrypted program computes, noise
 * included.
 *
 * @param graph the network
 * @param weightError by how much weights are rounded at most, relative to the largest of their map
 */
public record NetworkBounds(StageGraph graph, double weightError) {
  /** Products that take a moment only. */
  private static final long CHEAP = 1L << 26;

  /** Values above this have no bound. */
  private static final double LARGEST = 0x1p100;

  /** Whether bounds over a domain take a moment only: they are forms of every input. */
  boolean isCheap() {
    long products =
        graph.stages().stream()
            .mapToLong(stage -> (long) stage.map().outputSize() * stage.map().taps())
            .sum();
    return products * graph.valueSize(0) <= CHEAP;
  }

  /**
   * By value, the bounds for all inputs of a domain; none where they would be larger than any
   * modulus. Value 0 is the input.
   */
  public List<Bounds> of(InputDomain domain) {
    Support support = Support.of(domain, graph.valueSize(0));
    Propagation propagation = new Propagation(support, weightError);
    List<@Nullable Forms> forms = new ArrayList<>();
    forms.add(Forms.roots(support));
    List<Bounds> bounds = new ArrayList<>();
    bounds.add(new Bounds(support.low(), support.high()));
    for (int i = 0; i < graph.stages().size(); i++) {
      Stage stage = graph.stages().get(i);
      Forms sources = gather(stage, forms);
      Forms result = sources == null ? null : bounded(propagation.apply(stage, sources));
      forms.add(result);
      bounds.add(
          result == null
              ? Bounds.none(stage.map().outputSize())
              : new Bounds(result.low(), result.high()));
      forgetUnread(forms, i + 1);
    }
    return bounds;
  }

  private static @Nullable Forms gather(Stage stage, List<@Nullable Forms> forms) {
    Forms all = null;
    for (int source : stage.sources()) {
      Forms next = forms.get(source);
      if (next == null) {
        return null;
      }
      all = all == null ? next : Forms.concat(all, next);
    }
    return all;
  }

  private static @Nullable Forms bounded(Forms forms) {
    return new Bounds(forms.low(), forms.high()).largest() < LARGEST ? forms : null;
  }

  /** Forms take much memory. */
  private void forgetUnread(List<@Nullable Forms> forms, int from) {
    for (int v = 0; v < forms.size(); v++) {
      int value = v;
      boolean isRead =
          graph.stages().subList(from, graph.stages().size()).stream()
              .anyMatch(stage -> stage.sources().contains(value));
      if (!isRead && v < from) {
        forms.set(v, null);
      }
    }
  }

  /**
   * Bounds of what consecutive stages compute, each reading the one before it alone, and the first
   * one the roots.
   *
   * @param part indices of the stages
   * @param support what is known of the values that the first one reads
   */
  public Bounds of(List<Integer> part, Support support) {
    Propagation propagation = new Propagation(support, weightError);
    Forms forms = Forms.roots(support);
    for (int i : part) {
      Stage stage = graph.stages().get(i);
      Forms result = bounded(propagation.apply(stage, forms));
      if (result == null) {
        return Bounds.none(graph.valueSize(part.get(part.size() - 1) + 1));
      }
      forms = result;
    }
    return new Bounds(forms.low(), forms.high());
  }
}
