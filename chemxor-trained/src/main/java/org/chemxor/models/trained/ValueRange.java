package org.chemxor.models.trained;

/**
 * The values one layer of a network took on data: what encrypted evaluation needs to know to keep
 * them inside the range where it is accurate.
 *
 * @param node the layer's name in the network
 * @param min smallest value seen
 * @param max largest value seen, at least {@code min}
 */
public record ValueRange(String node, double min, double max) {
  /** Checks that the bounds are finite and in order. */
  public ValueRange {
    if (!Double.isFinite(min) || !Double.isFinite(max) || min > max) {
      throw new IllegalArgumentException(
          "the range of " + node + " must be finite and in order, got " + min + " to " + max);
    }
  }
}
