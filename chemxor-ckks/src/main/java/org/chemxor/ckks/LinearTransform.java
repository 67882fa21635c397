package org.chemxor.ckks;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A linear map on the slots, given by its non-zero generalised diagonals: {@code y_j = sum over d
 * of diagonal_d[j] x_{(j + d) mod n}}, n = N/2 (Halevi and Shoup, CRYPTO 2014). Immutable.
 *
 * <p>Evaluated by baby steps and giant steps: {@code d = g b + s} with {@code 0 <= s < b}, {@code y
 * = sum_g rot(sum_s rot(diagonal_d, -g b) rot(x, s), g b)}.
 */
public final class LinearTransform {
  private final int slots;
  private final int babySteps;
  private final NavigableMap<Integer, double[]> diagonals;

  private LinearTransform(int slots, int babySteps, NavigableMap<Integer, double[]> diagonals) {
    this.slots = slots;
    this.babySteps = babySteps;
    this.diagonals = diagonals;
  }

  /**
   * A transform from its diagonals.
   *
   * @param slots n = N/2
   * @param diagonals diagonal values of length n by index, each index from 0 to n - 1; copied
   * @param babySteps b, a divisor of n; the rotations needed are about b + (span of indices) / b
   * @throws CkksException when an index, length or b is out of range
   */
  public static LinearTransform ofDiagonals(
      int slots, Map<Integer, double[]> diagonals, int babySteps) {
    if (babySteps < 1 || slots % babySteps != 0) {
      throw new CkksException(
          "babySteps must divide the number of slots " + slots + ", got " + babySteps);
    }
    if (diagonals.isEmpty()) {
      throw new CkksException("a linear transform needs at least one diagonal");
    }
    NavigableMap<Integer, double[]> copy = new TreeMap<>();
    diagonals.forEach(
        (index, values) -> {
          if (index < 0 || index >= slots || values.length != slots) {
            throw new CkksException(
                "diagonal "
                    + index
                    + " of length "
                    + values.length
                    + " does not fit "
                    + slots
                    + " slots");
          }
          copy.put(index, values.clone());
        });
    return new LinearTransform(slots, babySteps, copy);
  }

  /** Number of slots n. */
  public int slots() {
    return slots;
  }

  /** Baby steps b. */
  public int babySteps() {
    return babySteps;
  }

  /** Indices of the diagonals, ascending. */
  public NavigableSet<Integer> indices() {
    return new TreeSet<>(diagonals.keySet());
  }

  /** Slot {@code slot} of diagonal {@code index}. */
  public double value(int index, int slot) {
    return diagonals.get(index)[slot];
  }

  /** Exactly the rotations that evaluating this transform needs keys for. */
  public NavigableSet<Integer> rotationSteps() {
    NavigableSet<Integer> steps = new TreeSet<>();
    for (int index : diagonals.keySet()) {
      steps.add(index % babySteps);
      steps.add(index - index % babySteps);
    }
    steps.remove(0);
    return steps;
  }

  /**
   * The diagonals by giant step: g b to the baby steps s of its diagonals g b + s, ascending.
   *
   * <p>For engines.
   */
  public NavigableMap<Integer, int[]> giantSteps() {
    NavigableMap<Integer, int[]> giants = new TreeMap<>();
    for (int index : diagonals.keySet()) {
      int baby = index % babySteps;
      giants.merge(
          index - baby,
          new int[] {baby},
          (before, one) -> IntStream.concat(IntStream.of(before), IntStream.of(one)).toArray());
    }
    return giants;
  }

  /**
   * Diagonal {@code giantStep + babyStep} rotated right by the giant step, which the sum of a giant
   * step's products is then rotated left by.
   *
   * <p>For engines.
   */
  public double[] rotatedDiagonal(int giantStep, int babyStep) {
    double[] values = new double[slots];
    for (int j = 0; j < slots; j++) {
      values[(j + giantStep) % slots] = value(giantStep + babyStep, j);
    }
    return values;
  }

  /** The transform of a vector in the clear, in double precision. */
  public double[] apply(double[] x) {
    double[] y = new double[slots];
    diagonals.forEach(
        (index, values) -> {
          for (int j = 0; j < slots; j++) {
            y[j] += values[j] * x[(j + index) % slots];
          }
        });
    return y;
  }
}
