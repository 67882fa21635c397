package org.chemxor.ckks.jvm.arithmetic;

/**
 * Twiddle factors by tree node, and for the levels inside eight neighbouring elements (distances 4,
 * 2, 1) element by element. Arrays are not to be written.
 *
 * @see NttTables
 */
public final class LaneTables {
  /** Levels with butterflies inside eight neighbouring elements. */
  private static final int LEVELS = 3;

  private final Modulus modulus;
  private final double degreeInverse;
  private final double lastInverse;
  private final double[] forward;
  private final double[] forwardOverP;
  private final double[] inverse;
  private final double[] inverseOverP;
  private final double[][] forwardLanes = new double[LEVELS][];
  private final double[][] inverseLanes = new double[LEVELS][];

  LaneTables(NttTables tables) {
    this.modulus = tables.modulus();
    this.degreeInverse = tables.degreeInverse();
    this.lastInverse = tables.lastInverse();
    this.forward = tables.forward();
    this.inverse = tables.inverse();
    this.forwardOverP = tables.overP(forward);
    this.inverseOverP = tables.overP(inverse);
    for (int k = 0; k < LEVELS; k++) {
      forwardLanes[k] = byElement(forward, LEVELS - 1 - k);
      inverseLanes[k] = byElement(inverse, LEVELS - 1 - k);
    }
  }

  /** Factor of each element at the level with distance 2^log: 1 for the upper half of a pair. */
  private static double[] byElement(double[] w, int log) {
    int n = w.length;
    int distance = 1 << log;
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      boolean lower = (i & distance) != 0;
      result[i] = lower ? w[n / (2 * distance) + i / (2 * distance)] : 1;
    }
    return result;
  }

  /** The length of the vectors. */
  public int n() {
    return forward.length;
  }

  public Modulus modulus() {
    return modulus;
  }

  /** 1/N mod p. */
  public double degreeInverse() {
    return degreeInverse;
  }

  /** The factor of the last inverse level times 1/N, mod p. */
  public double lastInverse() {
    return lastInverse;
  }

  /** Forward twiddle factors by tree node, |w| &lt;= p/2. */
  public double[] forward() {
    return forward;
  }

  /** Forward twiddle factors times 1/p. */
  public double[] forwardOverP() {
    return forwardOverP;
  }

  /** Inverse twiddle factors by tree node. */
  public double[] inverse() {
    return inverse;
  }

  /** Inverse twiddle factors times 1/p. */
  public double[] inverseOverP() {
    return inverseOverP;
  }

  /** Per-element forward factors at distance 4, 2, 1 for k = 0, 1, 2. */
  public double[] forwardLanes(int k) {
    return forwardLanes[k];
  }

  /** Per-element inverse factors at distance 4, 2, 1 for k = 0, 1, 2. */
  public double[] inverseLanes(int k) {
    return inverseLanes[k];
  }
}
