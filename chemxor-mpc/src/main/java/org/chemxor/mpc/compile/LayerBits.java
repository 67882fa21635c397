package org.chemxor.mpc.compile;

import java.util.Map;

/**
 * Layers that take other lengths than the options give, by name.
 *
 * @param comparisons like {@link PlanOptions#comparisonBits()}, for layers with comparisons
 * @param weights like {@link PlanOptions#weightBits()}, for convolutions and linear layers
 */
public record LayerBits(Map<String, Integer> comparisons, Map<String, Integer> weights) {
  /** Every layer as the options say. */
  public static final LayerBits NONE = new LayerBits(Map.of(), Map.of());

  /** Copies the maps. */
  public LayerBits {
    comparisons = Map.copyOf(comparisons);
    weights = Map.copyOf(weights);
  }
}
