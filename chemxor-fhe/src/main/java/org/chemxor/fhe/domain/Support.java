package org.chemxor.fhe.domain;

import java.util.Arrays;
import java.util.List;

/**
 * How large linear functions of some numbers can get (the support function of the set in which they
 * lie, or a bound on it).
 */
public sealed interface Support {

  /** Number of the numbers. */
  int size();

  /** By number, the least it can be. */
  double[] low();

  /** By number, the greatest it can be. */
  double[] high();

  /**
   * Bounds of {@code sum of a_i x_i}.
   *
   * @return the least and the greatest, or less and more than these
   */
  double[] bounds(double[] a);

  /** Inputs of a domain. The bounds are exact. */
  static Support of(InputDomain domain, int size) {
    return new Inputs(domain, size);
  }

  /**
   * Values of several kinds laid end to end, each kind within a range.
   *
   * @param sizes how many there are of each
   */
  static Support of(List<ValueRange> ranges, List<Integer> sizes) {
    return new Relayed(ranges, sizes);
  }

  /** Numbers from min to max with a limit on the sum of magnitudes: a fractional knapsack. */
  record Inputs(InputDomain domain, int size) implements Support {
    @Override
    public double[] low() {
      double[] low = new double[size];
      Arrays.fill(low, domain.min());
      return low;
    }

    @Override
    public double[] high() {
      double[] high = new double[size];
      Arrays.fill(high, domain.max());
      return high;
    }

    @Override
    public double[] bounds(double[] a) {
      boolean isBox = !domain.limitsSum(size) || domain.min() > 0 || domain.max() < 0;
      return isBox ? box(a) : new double[] {-most(a, -1), most(a, 1)};
    }

    private double[] box(double[] a) {
      double least = 0;
      double most = 0;
      for (double weight : a) {
        double atMin = weight * domain.min();
        double atMax = weight * domain.max();
        least += Math.min(atMin, atMax);
        most += Math.max(atMin, atMax);
      }
      return new double[] {least, most};
    }

    /** The numbers with the largest weights take up the sum, whatever sign they need for it. */
    private double most(double[] a, int sign) {
      double[] up = Arrays.stream(a).map(w -> sign * w).filter(w -> w > 0).sorted().toArray();
      double[] down = Arrays.stream(a).map(w -> -sign * w).filter(w -> w > 0).sorted().toArray();
      int u = up.length - 1;
      int d = domain.min() < 0 ? down.length - 1 : -1;
      double left = domain.maxSum();
      double most = 0;
      while (left > 0 && (u >= 0 || d >= 0)) {
        boolean isUp = d < 0 || (u >= 0 && up[u] >= down[d]);
        double amount = Math.min(left, isUp ? domain.max() : -domain.min());
        most += amount * (isUp ? up[u--] : down[d--]);
        left -= amount;
      }
      return most;
    }
  }

  /**
   * Values within ranges: {@code |a . d|} is at most the reach times the sum of {@code |a_i|}, and
   * at most the norm times the norm of a (Cauchy and Schwarz).
   */
  record Relayed(List<ValueRange> ranges, List<Integer> sizes) implements Support {
    /** Copies the lists. */
    public Relayed {
      ranges = List.copyOf(ranges);
      sizes = List.copyOf(sizes);
    }

    @Override
    public int size() {
      return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public double[] low() {
      return edges(-1);
    }

    @Override
    public double[] high() {
      return edges(1);
    }

    private double[] edges(int sign) {
      double[] edges = new double[size()];
      int at = 0;
      for (int k = 0; k < ranges.size(); k++) {
        ValueRange range = ranges.get(k);
        double reach = Math.min(range.reach(), range.norm());
        Arrays.fill(edges, at, at + sizes.get(k), range.centre() + sign * reach);
        at += sizes.get(k);
      }
      return edges;
    }

    @Override
    public double[] bounds(double[] a) {
      double middle = 0;
      double radius = 0;
      int at = 0;
      for (int k = 0; k < ranges.size(); k++) {
        double sum = 0;
        double magnitudes = 0;
        double squares = 0;
        for (int i = 0; i < sizes.get(k); i++) {
          double weight = a[at++];
          sum += weight;
          magnitudes += Math.abs(weight);
          squares += weight * weight;
        }
        ValueRange range = ranges.get(k);
        middle += range.centre() * sum;
        radius += Math.min(range.reach() * magnitudes, range.norm() * Math.sqrt(squares));
      }
      return new double[] {middle - radius, middle + radius};
    }
  }
}
