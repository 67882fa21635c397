package org.chemxor.ckks.jvm;

/**
 * Constants of the negacyclic number-theoretic transform of length N modulo one prime.
 *
 * <p>The transform splits X^N + 1 down a binary tree. Node m + i (i &lt; m, m a power of two)
 * stands for the i-th factor at the level with m factors; {@code forward[m + i]} is psi^{bitrev(m +
 * i)} in bit-reversed order over log2 N bits, psi the smallest primitive 2N-th root of unity. The
 * output is in bit-reversed order, as in Microsoft SEAL.
 */
public final class NttTables {
  /** Levels with butterflies inside eight neighbouring elements (distances 4, 2, 1). */
  public static final int LANE_LEVELS = 3;

  private final int n;
  private final Modulus modulus;
  private final double[] forward;
  private final double[] forwardOverP;
  private final double[] inverse;
  private final double[] inverseOverP;
  private final double[][] forwardLanes = new double[LANE_LEVELS][];
  private final double[][] inverseLanes = new double[LANE_LEVELS][];
  private final double degreeInverse;
  private final double lastInverse;

  NttTables(int n, Modulus modulus) {
    this.n = n;
    this.modulus = modulus;
    double psi = modulus.minimalPrimitiveRoot(2 * n);
    this.forward = bitReversedPowers(psi);
    this.inverse = bitReversedPowers(modulus.invert(psi));
    this.forwardOverP = overP(forward);
    this.inverseOverP = overP(inverse);
    for (int k = 0; k < LANE_LEVELS; k++) {
      forwardLanes[k] = lanes(forward, LANE_LEVELS - 1 - k);
      inverseLanes[k] = lanes(inverse, LANE_LEVELS - 1 - k);
    }
    this.degreeInverse = modulus.invert(n);
    this.lastInverse = modulus.reduce(modulus.multiply(inverse[1], degreeInverse));
  }

  private double[] bitReversedPowers(double root) {
    int log = Integer.numberOfTrailingZeros(n);
    double[] powers = new double[n];
    double power = 1;
    for (int i = 0; i < n; i++) {
      powers[Integer.reverse(i) >>> (Integer.SIZE - log)] = power;
      power = modulus.reduce(modulus.multiply(power, root));
    }
    return powers;
  }

  private double[] overP(double[] w) {
    double[] result = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      result[i] = w[i] * modulus.inverse();
    }
    return result;
  }

  /** Factor of each element at the level with distance 2^log: 1 for the upper half of a pair. */
  private double[] lanes(double[] w, int log) {
    int distance = 1 << log;
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      boolean lower = (i & distance) != 0;
      result[i] = lower ? w[n / (2 * distance) + i / (2 * distance)] : 1;
    }
    return result;
  }

  /** Length of the transform. */
  public int n() {
    return n;
  }

  /** The prime. */
  public Modulus modulus() {
    return modulus;
  }

  /** Forward twiddle factors by tree node, |w| &lt;= p/2. Not to be written. */
  public double[] forward() {
    return forward;
  }

  /** Forward twiddle factors times 1/p. Not to be written. */
  public double[] forwardOverP() {
    return forwardOverP;
  }

  /** Inverse twiddle factors by tree node. Not to be written. */
  public double[] inverse() {
    return inverse;
  }

  /** Inverse twiddle factors times 1/p. Not to be written. */
  public double[] inverseOverP() {
    return inverseOverP;
  }

  /** Per-element forward factors at distance 4, 2, 1 for k = 0, 1, 2. Not to be written. */
  public double[] forwardLanes(int k) {
    return forwardLanes[k];
  }

  /** Per-element inverse factors at distance 4, 2, 1 for k = 0, 1, 2. Not to be written. */
  public double[] inverseLanes(int k) {
    return inverseLanes[k];
  }

  /** 1/N mod p. */
  public double degreeInverse() {
    return degreeInverse;
  }

  /** The factor of the last inverse level times 1/N. */
  public double lastInverse() {
    return lastInverse;
  }
}
