package org.chemxor.ckks.modular;

import java.math.BigInteger;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.PolynomialRing.RingType;

/**
 * The number-theoretic transform of a ring of degree N modulo one prime of at most 61 bits, on
 * words: for the few polynomials whose coefficients are needed outside an engine. Same order and
 * same root as SEAL's and the engines', so that polynomials can be exchanged.
 *
 * <p>Node m + i of the tree of factors has the factor psi^bitrev(m + i), psi the least primitive
 * 2N-th root of unity (Longa and Naehrig, CANS 2016). Products use a precomputed floor(w 2^64 / p)
 * (Shoup's method). All residues are in [0, p). Immutable.
 *
 * <p>In the conjugate-invariant ring psi is a 4N-th root, and the tree is the half below X^N - i of
 * that of X^2N + 1. Modulo this binomial {@code a_0 + sum of a_j (X^j + X^-j)} has the coefficients
 * {@code a_0} and {@code a_k - i a_(N-k)}, with {@code i = psi^N}.
 */
public final class NegacyclicTransform {
  private final int n;
  private final long p;
  private final boolean isCyclotomic;
  private final long[] forward;
  private final long[] forwardQuotients;
  private final long[] inverse;
  private final long[] inverseQuotients;
  private final long degreeInverse;
  private final long degreeInverseQuotient;

  private final long unit;
  private final long unitQuotient;

  /** The transform of X^N + 1. */
  public NegacyclicTransform(int n, long prime) {
    this(new PolynomialRing(RingType.CYCLOTOMIC, n), prime);
  }

  /**
   * The transform of a ring.
   *
   * @param prime 1 modulo twice {@link PolynomialRing#cyclotomicDegree}
   */
  public NegacyclicTransform(PolynomialRing ring, long prime) {
    this.n = ring.degree();
    this.p = prime;
    this.isCyclotomic = ring.isCyclotomic();
    int degree = ring.cyclotomicDegree();
    BigInteger modulus = BigInteger.valueOf(prime);
    long psi = leastPrimitiveRoot(modulus, degree);
    BigInteger root = BigInteger.valueOf(psi);
    this.forward = factors(psi, degree);
    this.forwardQuotients = quotients(forward);
    this.inverse = factors(root.modInverse(modulus).longValue(), degree);
    this.inverseQuotients = quotients(inverse);
    this.degreeInverse = BigInteger.valueOf(degree).modInverse(modulus).longValue();
    this.degreeInverseQuotient = quotient(degreeInverse);
    this.unit = root.modPow(BigInteger.valueOf(n), modulus).longValue();
    this.unitQuotient = quotient(unit);
  }

  /** The least of the odd powers of one primitive root of order twice the degree. */
  private long leastPrimitiveRoot(BigInteger modulus, int degree) {
    BigInteger exponent = modulus.subtract(BigInteger.ONE).divide(BigInteger.valueOf(2L * degree));
    BigInteger root = BigInteger.ONE;
    for (long base = 2;
        !root.modPow(BigInteger.valueOf(degree), modulus).equals(modulus.subtract(BigInteger.ONE));
        base++) {
      root = BigInteger.valueOf(base).modPow(exponent, modulus);
    }
    long square = root.multiply(root).mod(modulus).longValue();
    long squareQuotient = quotient(square);
    long least = p;
    long power = root.longValue();
    for (int i = 0; i < degree; i++) {
      least = Math.min(least, power);
      power = multiply(power, square, squareQuotient);
    }
    return least;
  }

  /** By tree node: node m + i of the left half is node 2m + i of the whole tree. */
  private long[] factors(long root, int degree) {
    long[] tree = bitReversedPowers(root, degree);
    if (isCyclotomic) {
      return tree;
    }
    long[] half = new long[n];
    for (int m = 1; m < n; m *= 2) {
      System.arraycopy(tree, 2 * m, half, m, m);
    }
    return half;
  }

  private long[] bitReversedPowers(long root, int count) {
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(count);
    long rootQuotient = quotient(root);
    long[] powers = new long[count];
    long power = 1;
    for (int i = 0; i < count; i++) {
      powers[Integer.reverse(i) >>> shift] = power;
      power = multiply(power, root, rootQuotient);
    }
    return powers;
  }

  private long[] quotients(long[] factors) {
    long[] quotients = new long[factors.length];
    for (int i = 0; i < factors.length; i++) {
      quotients[i] = quotient(factors[i]);
    }
    return quotients;
  }

  private long quotient(long factor) {
    return ShoupProduct.quotient(factor, p);
  }

  private long multiply(long a, long w, long quotient) {
    return ShoupProduct.of(a, w, quotient, p);
  }

  private long lower(long x) {
    return ShoupProduct.lower(x, p);
  }

  /** Coefficients to evaluations in bit-reversed order, in place. */
  public void forward(long[] a) {
    if (!isCyclotomic) {
      combine(a, p - unit, ShoupProduct.quotient(p - unit, p));
    }
    for (int m = 1, distance = n / 2; m < n; m *= 2, distance /= 2) {
      for (int i = 0; i < m; i++) {
        long w = forward[m + i];
        long quotient = forwardQuotients[m + i];
        int start = 2 * i * distance;
        for (int j = start; j < start + distance; j++) {
          long x = a[j];
          long y = multiply(a[j + distance], w, quotient);
          a[j] = lower(x + y);
          a[j + distance] = lower(x - y + p);
        }
      }
    }
  }

  /** The inverse of {@link #forward}, in place. */
  public void inverse(long[] a) {
    for (int m = n / 2, distance = 1; m >= 1; m /= 2, distance *= 2) {
      for (int i = 0; i < m; i++) {
        long w = inverse[m + i];
        long quotient = inverseQuotients[m + i];
        int start = 2 * i * distance;
        for (int j = start; j < start + distance; j++) {
          long x = a[j];
          long y = a[j + distance];
          a[j] = lower(x + y);
          a[j + distance] = multiply(x - y + p, w, quotient);
        }
      }
    }
    for (int j = 0; j < n; j++) {
      a[j] = multiply(a[j], degreeInverse, degreeInverseQuotient);
    }
    if (!isCyclotomic) {
      combine(a, unit, unitQuotient);
      a[0] = lower(2 * a[0]);
    }
  }

  /** {@code a_k + w a_(N-k)} for k from 1 on. */
  private void combine(long[] a, long w, long quotient) {
    for (int k = 1; k <= n / 2; k++) {
      long x = a[k];
      long y = a[n - k];
      a[k] = lower(x + multiply(y, w, quotient));
      a[n - k] = lower(y + multiply(x, w, quotient));
    }
  }
}
