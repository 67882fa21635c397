package org.chemxor.fhe.domain;

import java.util.Arrays;

/**
 * Between what the elements of a value lie. Immutable.
 *
 * @param low by element, the least; not copied
 * @param high by element, the greatest; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Bounds(double[] low, double[] high) {

  /** No bounds at all. */
  static Bounds none(int size) {
    double[] low = new double[size];
    double[] high = new double[size];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    return new Bounds(low, high);
  }

  /** What both say. */
  Bounds and(Bounds other) {
    double[] both = low.clone();
    double[] above = high.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] = Math.max(both[i], other.low[i]);
      above[i] = Math.min(above[i], other.high[i]);
    }
    return new Bounds(both, above);
  }

  /** The largest magnitude of any element; infinite when one has no bound. */
  public double largest() {
    double largest = 0;
    for (int i = 0; i < low.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(low[i]), Math.abs(high[i])));
    }
    return largest;
  }

  /** Middle of what all elements lie in. */
  public double centre() {
    return (least() + most()) / 2;
  }

  /** How far from the centre an element may be. */
  public double reach() {
    return (most() - least()) / 2;
  }

  /** The least that any element can be. */
  public double least() {
    return Arrays.stream(low).min().orElse(0);
  }

  /** The most that any element can be. */
  public double most() {
    return Arrays.stream(high).max().orElse(0);
  }

  /** Whether every element has bounds. */
  public boolean isFinite() {
    return Double.isFinite(largest());
  }
}
