package org.chemxor.ckks.jvm.arithmetic;

import org.jspecify.annotations.Nullable;

/**
 * Constants of the negacyclic number-theoretic transform of length N modulo one prime.
 *
 * <p>The transform splits X^N + 1 down a binary tree. Node m + i (i &lt; m, m a power of two)
 * stands for the i-th factor at the level with m factors; {@code forward[m + i]} is psi^{bitrev(m +
 * i)} in bit-reversed order over log2 N bits, psi the smallest primitive 2N-th root of unity. The
 * output is in bit-reversed order, as in Microsoft SEAL.
 *
 * <p>How they are laid out is the kernels' choice: {@link #rows} and {@link #lanes} are made when
 * first asked for, and one of them at most is.
 */
public final class NttTables {
  private final int n;
  private final Modulus modulus;
  private final double psi;
  private final double degreeInverse;
  private final double lastInverse;
  private final ScratchPool scratch;
  private volatile @Nullable RowTables rows;
  private volatile @Nullable LaneTables lanes;

  public NttTables(int n, Modulus modulus) {
    this(n, modulus, new ScratchPool(n));
  }

  /**
   * @param scratch shared by the primes of a ring
   */
  public NttTables(int n, Modulus modulus, ScratchPool scratch) {
    this.n = n;
    this.scratch = scratch;
    this.modulus = modulus;
    this.psi = modulus.minimalPrimitiveRoot(2 * n);
    this.degreeInverse = modulus.invert(n);
    double firstInverse = modulus.power(modulus.invert(psi), n / 2);
    this.lastInverse = modulus.reduce(modulus.multiply(firstInverse, degreeInverse));
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

  /** Length of the transform. */
  public int n() {
    return n;
  }

  /** The prime. */
  public Modulus modulus() {
    return modulus;
  }

  /** Forward twiddle factors by tree node, |w| &lt;= p/2: a new array. */
  double[] forward() {
    return bitReversedPowers(psi);
  }

  /** Inverse twiddle factors by tree node: a new array. */
  double[] inverse() {
    return bitReversedPowers(modulus.invert(psi));
  }

  /** Factors times 1/p, rounded: what the quotient of a product is estimated with. */
  double[] overP(double[] w) {
    double[] result = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      result[i] = w[i] * modulus.inverse();
    }
    return result;
  }

  /** The factors as {@link RowTransform} reads them. */
  RowTables rows() {
    RowTables made = rows;
    if (made == null) {
      // Made twice when two threads come first: both are right, and one is dropped.
      made = new RowTables(this, scratch);
      rows = made;
    }
    return made;
  }

  /** The factors as transforms on vectors of eight doubles read them. */
  public LaneTables lanes() {
    LaneTables made = lanes;
    if (made == null) {
      made = new LaneTables(this);
      lanes = made;
    }
    return made;
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
