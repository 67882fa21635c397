package org.chemxor.models.tuning;

import java.util.Arrays;

/**
 * How often values occur, in bins of equal width whose range grows as values come: when one lies
 * outside, neighbouring bins are joined and the range doubles. So one pass over the data is enough.
 * Not thread-safe.
 */
public final class ValueHistogram {
  /** Even, so that bins can be joined in pairs around zero. */
  private static final int BINS = 4096;

  private static final double SMALLEST_RANGE = 0x1p-20;

  private final long[] counts = new long[BINS];
  private double range = SMALLEST_RANGE;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long count;

  /**
   * Counts a value.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a histogram takes finite values, got " + value);
    }
    while (!(Math.abs(value) < range)) {
      widen();
    }
    int bin = (int) ((value / range + 1) / 2 * BINS);
    counts[Math.min(BINS - 1, bin)]++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    count++;
  }

  /** Doubles the range: bins 2i and 2i + 1, counted from the middle, become one. */
  private void widen() {
    long[] joined = new long[BINS];
    for (int i = 0; i < BINS; i++) {
      joined[BINS / 4 + i / 2] += counts[i];
    }
    System.arraycopy(joined, 0, counts, 0, BINS);
    range *= 2;
  }

  /** Number of bins. */
  public int bins() {
    return BINS;
  }

  /** The middle of a bin. */
  public double centre(int bin) {
    return range * ((2 * bin + 1.0) / BINS - 1);
  }

  /** How many values fell into a bin. */
  public long count(int bin) {
    return counts[bin];
  }

  /** How many values were counted. */
  public long count() {
    return count;
  }

  /** Width of a bin. */
  public double binWidth() {
    return 2 * range / BINS;
  }

  /** The smallest value counted; infinite when there is none. */
  public double min() {
    return min;
  }

  /** The largest value counted; minus infinity when there is none. */
  public double max() {
    return max;
  }

  /** The root of the mean square of what was counted, to the width of a bin; 0 for nothing. */
  public double rootMeanSquare() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += counts[bin] * centre(bin) * centre(bin);
    }
    return count == 0 ? 0 : Math.sqrt(sum / count);
  }

  @Override
  public String toString() {
    long used = Arrays.stream(counts).filter(c -> c > 0).count();
    return "ValueHistogram[" + count + " values in " + used + " bins]";
  }
}
