package org.chemxor.ckks.jvm.arithmetic;

import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.jspecify.annotations.Nullable;

/**
 * Constants of the number-theoretic transform of length N modulo one prime, negacyclic unless said
 * otherwise.
 *
 * <p>The transform splits X^N + 1 down a binary tree. Node m + i (i &lt; m, m a power of two)
 * stands for the i-th factor at the level with m factors; {@code forward[m + i]} is psi^{bitrev(m +
 * i)} in bit-reversed order over log2 N bits, psi the smallest primitive 2N-th root of unity. The
 * output is in bit-reversed order, as in Microsoft SEAL.
 *
 * <p>In the conjugate-invariant ring it is the left half of that tree for X^2N + 1, which splits
 * X^N - i, psi being a 4N-th root and i = psi^N; {@link ConjugateFold} makes polynomials modulo
 * that binomial.
 *
 * <p>How they are laid out is the kernels' choice: {@link #rows} and {@link #lanes} are made when
 * first asked for, and one of them at most is.
 */
public final class NttTables {
  private final Modulus modulus;
  private final PolynomialRing ring;
  private final double psi;
  private final double degreeInverse;
  private final double lastInverse;
  private final ScratchPool scratch;
  private volatile @Nullable RowTables rows;
  private volatile @Nullable LaneTables lanes;

  /** Of Z[X]/(X^N + 1). */
  public NttTables(int n, Modulus modulus) {
    this(new PolynomialRing(RingType.CYCLOTOMIC, n), modulus, new ScratchPool(n));
  }

  /**
   * @param scratch shared by the primes of a ring
   */
  public NttTables(PolynomialRing ring, Modulus modulus, ScratchPool scratch) {
    this.scratch = scratch;
    this.modulus = modulus;
    this.ring = ring;
    int degree = ring.cyclotomicDegree();
    this.psi = modulus.minimalPrimitiveRoot(2 * degree);
    // In the conjugate-invariant ring half of what the fold adds up is wanted: 1/2N.
    this.degreeInverse = modulus.invert(degree);
    double firstInverse = modulus.power(modulus.invert(psi), n() / 2);
    this.lastInverse = modulus.reduce(modulus.multiply(firstInverse, degreeInverse));
  }

  /** By tree node. */
  private double[] factors(double root) {
    double[] powers = bitReversedPowers(root, ring.cyclotomicDegree());
    return ring.isCyclotomic() ? powers : leftHalf(powers);
  }

  /** The tree below node 2: its node m + i is node 2m + i of the whole one. */
  private static double[] leftHalf(double[] tree) {
    double[] half = new double[tree.length / 2];
    for (int m = 1; m < half.length; m *= 2) {
      System.arraycopy(tree, 2 * m, half, m, m);
    }
    return half;
  }

  private double[] bitReversedPowers(double root, int count) {
    int log = Integer.numberOfTrailingZeros(count);
    double[] powers = new double[count];
    double power = 1;
    for (int i = 0; i < count; i++) {
      powers[Integer.reverse(i) >>> (Integer.SIZE - log)] = power;
      power = modulus.reduce(modulus.multiply(power, root));
    }
    return powers;
  }

  /** Length of the transform. */
  public int n() {
    return ring.degree();
  }

  /** The prime. */
  public Modulus modulus() {
    return modulus;
  }

  /** Forward twiddle factors by tree node, |w| &lt;= p/2: a new array. */
  double[] forward() {
    return factors(psi);
  }

  /** Inverse twiddle factors by tree node: a new array. */
  double[] inverse() {
    return factors(modulus.invert(psi));
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

  /** A square root of -1 mod p, psi^N, of the conjugate-invariant ring. */
  double imaginaryUnit() {
    return modulus.power(psi, n());
  }

  /** 1/N mod p, 1/2N in the conjugate-invariant ring. */
  public double degreeInverse() {
    return degreeInverse;
  }

  /** The factor of the last inverse level times 1/N. */
  public double lastInverse() {
    return lastInverse;
  }
}
