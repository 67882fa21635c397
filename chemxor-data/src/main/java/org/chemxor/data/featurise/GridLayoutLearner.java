package org.chemxor.data.featurise;

import java.util.Arrays;
import java.util.BitSet;
import org.chemxor.core.InvalidInputException;
import tagbio.umap.Umap;
import tagbio.umap.metric.PrecomputedMetric;

/**
 * Learns a grid layout: UMAP lays the bins out in the plane by the cosine distance of their columns
 * over the molecules, then every bin gets a cell of the lattice so that the squared distances from
 * plane to lattice sum to the least.
 *
 * <p>Sources: L. McInnes, J. Healy, J. Melville, UMAP, arXiv:1802.03426; the Griddify transformer
 * that ChemXor uses.
 */
final class GridLayoutLearner {
  private static final int SIZE = 32;
  private static final int CELLS = SIZE * SIZE;
  private static final int NEIGHBOURS = 15;

  /** A layout of fewer bins says nothing about which vary together. */
  static final int FEWEST_BINS = 64;

  private static final double CLIP = 5;

  private GridLayoutLearner() {}

  /**
   * Learns from what was seen.
   *
   * @param seed the same seed and molecules give the same layout on the same machine
   * @throws InvalidInputException when the molecules have too few different surroundings
   */
  static GridLayout learn(FingerprintStatistics statistics, long seed) {
    int[] bins = statistics.observedBins();
    if (bins.length < FEWEST_BINS) {
      throw new InvalidInputException(
          "the "
              + statistics.molecules()
              + " molecules fill only "
              + bins.length
              + " of the 1024 fingerprint bins, a layout is learned from at least "
              + FEWEST_BINS
              + "; give more and more varied molecules");
    }
    double[][] plane = embed(distances(statistics, bins), seed);
    toUnitSquare(plane);
    return complete(bins, LinearAssignment.solve(costs(plane), CELLS));
  }

  private static float[][] distances(FingerprintStatistics statistics, int[] bins) {
    float[][] distances = new float[bins.length][bins.length];
    for (int i = 0; i < bins.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[i][j] = (float) statistics.cosineDistance(bins[i], bins[j]);
        distances[j][i] = distances[i][j];
      }
    }
    return distances;
  }

  private static double[][] embed(float[][] distances, long seed) {
    Umap umap = new Umap();
    umap.setMetric(PrecomputedMetric.SINGLETON);
    umap.setNumberComponents(2);
    umap.setNumberNearestNeighbours(NEIGHBOURS);
    umap.setThreads(1);
    umap.setSeed(seed);
    float[][] plane = umap.fitTransform(distances);
    double[][] points = new double[plane.length][2];
    for (int i = 0; i < plane.length; i++) {
      points[i][0] = plane[i][0];
      points[i][1] = plane[i][1];
    }
    return points;
  }

  /** Standardises each axis, clips it at 5 standard deviations and scales it to [0, 1]. */
  static void toUnitSquare(double[][] points) {
    for (int axis = 0; axis < 2; axis++) {
      int a = axis;
      double[] values = Arrays.stream(points).mapToDouble(p -> p[a]).toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance =
          Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      double deviation = variance > 0 ? Math.sqrt(variance) : 1;
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(-CLIP, Math.min(CLIP, (values[i] - mean) / deviation));
      }
      double least = Arrays.stream(values).min().orElseThrow();
      double range = Arrays.stream(values).max().orElseThrow() - least;
      for (int i = 0; i < values.length; i++) {
        points[i][a] = range > 0 ? (values[i] - least) / range : 0.5;
      }
    }
  }

  private static double[][] costs(double[][] plane) {
    double[][] costs = new double[plane.length][CELLS];
    for (int i = 0; i < plane.length; i++) {
      for (int cell = 0; cell < CELLS; cell++) {
        int row = cell / SIZE;
        int column = cell % SIZE;
        double dx = plane[i][0] - column / (SIZE - 1.0);
        double dy = plane[i][1] - row / (SIZE - 1.0);
        costs[i][cell] = dx * dx + dy * dy;
      }
    }
    return costs;
  }

  /** Gives the bins that were never seen the cells that are left, in order. */
  private static GridLayout complete(int[] bins, int[] cells) {
    int[] pixelOfBin = new int[CELLS];
    Arrays.fill(pixelOfBin, -1);
    BitSet taken = new BitSet(CELLS);
    for (int i = 0; i < bins.length; i++) {
      pixelOfBin[bins[i]] = cells[i];
      taken.set(cells[i]);
    }
    int free = -1;
    for (int bin = 0; bin < CELLS; bin++) {
      if (pixelOfBin[bin] < 0) {
        free = taken.nextClearBit(free + 1);
        pixelOfBin[bin] = free;
      }
    }
    return GridLayout.of(pixelOfBin);
  }
}
