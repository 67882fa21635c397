package org.chemxor.ckks.modular;

import java.math.BigInteger;

/**
 * The number-theoretic transform of X^N + 1 modulo one prime of at most 61 bits, on words: for the
 * few polynomials whose coefficients are needed outside an engine. Same order and same root as
 * SEAL's and the engines', so that polynomials can be exchanged.
 *
 * <p>Node m + i of the tree of factors has the factor psi^bitrev(m + i), psi the least primitive
 * 2N-th root of unity (Longa and Naehrig, CANS 2016). Products use a precomputed floor(w 2^64 / p)
 * (Shoup's method). All residues are in [0, p). Immutable.
 */
public final class NegacyclicTransform {
  private final int n;
  private final long p;
  private final long[] forward;
  private final long[] forwardQuotients;
  private final long[] inverse;
  private final long[] inverseQuotients;
  private final long degreeInverse;
  private final long degreeInverseQuotient;

  public NegacyclicTransform(int n, long prime) {
    this.n = n;
    this.p = prime;
    BigInteger modulus = BigInteger.valueOf(prime);
    long psi = leastPrimitiveRoot(modulus);
    this.forward = bitReversedPowers(psi);
    this.forwardQuotients = quotients(forward);
    this.inverse = bitReversedPowers(BigInteger.valueOf(psi).modInverse(modulus).longValue());
    this.inverseQuotients = quotients(inverse);
    this.degreeInverse = BigInteger.valueOf(n).modInverse(modulus).longValue();
    this.degreeInverseQuotient = quotient(degreeInverse);
  }

  /** The least of the odd powers of one primitive 2N-th root. */
  private long leastPrimitiveRoot(BigInteger modulus) {
    BigInteger exponent = modulus.subtract(BigInteger.ONE).divide(BigInteger.valueOf(2L * n));
    BigInteger root = BigInteger.ONE;
    for (long base = 2;
        !root.modPow(BigInteger.valueOf(n), modulus).equals(modulus.subtract(BigInteger.ONE));
        base++) {
      root = BigInteger.valueOf(base).modPow(exponent, modulus);
    }
    long square = root.multiply(root).mod(modulus).longValue();
    long squareQuotient = quotient(square);
    long least = p;
    long power = root.longValue();
    for (int i = 0; i < n; i++) {
      least = Math.min(least, power);
      power = multiply(power, square, squareQuotient);
    }
    return least;
  }

  private long[] bitReversedPowers(long root) {
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(n);
    long rootQuotient = quotient(root);
    long[] powers = new long[n];
    long power = 1;
    for (int i = 0; i < n; i++) {
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
  }
}
