package org.chemxor.data.featurise;

import java.util.stream.IntStream;

/**
 * What a layout and a scaling are learned from: how often the bins of a fingerprint occur, alone
 * and together, over many molecules. One molecule at a time; memory does not grow with their
 * number.
 */
final class FingerprintStatistics {
  private static final int BINS = CircularFingerprint.SIZE;

  /** Counts above this are taken as this. */
  private static final int LARGEST_COUNT = 255;

  /** Sums over molecules of products of two bins' log counts; upper triangle. */
  private final double[] products = new double[BINS * BINS];

  private final int[][] histograms = new int[BINS][];
  private int molecules;

  /** Takes one molecule's counts in. */
  void add(int[] counts) {
    int[] present = IntStream.range(0, BINS).filter(bin -> counts[bin] > 0).toArray();
    double[] logs = new double[present.length];
    for (int i = 0; i < present.length; i++) {
      logs[i] = Math.log1p(counts[present[i]]);
      histogram(present[i])[Math.min(counts[present[i]], LARGEST_COUNT)]++;
      for (int j = 0; j <= i; j++) {
        products[present[j] * BINS + present[i]] += logs[i] * logs[j];
      }
    }
    molecules++;
  }

  private int[] histogram(int bin) {
    if (histograms[bin] == null) {
      histograms[bin] = new int[LARGEST_COUNT + 1];
    }
    return histograms[bin];
  }

  /** Molecules seen. */
  int molecules() {
    return molecules;
  }

  /** The bins that occurred in at least one molecule, in increasing order. */
  int[] observedBins() {
    return IntStream.range(0, BINS).filter(bin -> products[bin * BINS + bin] > 0).toArray();
  }

  /**
   * One minus the cosine of the angle between two bins' columns of log counts.
   *
   * @return in [0, 1]; 0 for bins that vary together
   */
  double cosineDistance(int a, int b) {
    double product = products[Math.min(a, b) * BINS + Math.max(a, b)];
    double norms = Math.sqrt(products[a * BINS + a] * products[b * BINS + b]);
    return Math.min(1, Math.max(0, 1 - product / norms));
  }

  /**
   * A count that a share of the molecules having the bin at all stays at or below.
   *
   * @param share in (0, 1]
   * @return at least 1; 1 for a bin never seen
   */
  int quantile(int bin, double share) {
    int[] histogram = histograms[bin];
    if (histogram == null) {
      return 1;
    }
    long wanted = (long) Math.ceil(share * IntStream.of(histogram).asLongStream().sum());
    long seen = 0;
    int count = 0;
    while (seen < wanted) {
      count++;
      seen += histogram[count];
    }
    return Math.max(1, count);
  }
}
