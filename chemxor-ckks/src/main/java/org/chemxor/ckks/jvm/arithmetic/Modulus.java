package org.chemxor.ckks.jvm.arithmetic;

import java.math.BigInteger;

/**
 * A prime p with p &lt; 2^50 and exact arithmetic on residues held in doubles.
 *
 * <p>The product of a and w modulo p: with {@code h = fl(a w)} and {@code l = a w - h} (exact by a
 * fused multiply-add), {@code q = round(a w / p)} from a precomputed w/p, {@code r = (h - q p) + l}
 * is exact, because it is an integer below 2^53. Rounding to the nearest integer is adding and
 * subtracting 1.5 * 2^52.
 */
public final class Modulus {
  /** 1.5 * 2^52: adding it to |x| &lt; 2^51 leaves the nearest integer in the low mantissa bits. */
  public static final double ROUND = 0x1.8p52;

  private final long value;
  private final double p;
  private final double inverse;

  public Modulus(long value) {
    this.value = value;
    this.p = (double) value;
    this.inverse = 1.0 / p;
  }

  /** The prime. */
  public long value() {
    return value;
  }

  /** The prime as a double. */
  public double p() {
    return p;
  }

  /** 1/p, correctly rounded. */
  public double inverse() {
    return inverse;
  }

  /**
   * How many products, each at most 0.75 p, can be summed with an already summed value of at most
   * 0.75 p before the exact range of a double (2^53) is left.
   */
  public int lazyTerms() {
    return (int) Math.min(Integer.MAX_VALUE, (long) (0x1p53 / (0.75 * p)) - 1);
  }

  /**
   * a w mod p for |a| &lt;= 8 p, |w| &lt;= p/2, wOverP = fl(w fl(1/p)); |result| &lt;= p/2 + |a|/8.
   */
  double multiplyShoup(double a, double w, double wOverP) {
    double h = a * w;
    double l = Fma.fma(a, w, -h);
    double q = Fma.fma(a, wOverP, ROUND) - ROUND;
    return Fma.fma(-q, p, h) + l;
  }

  /** a b mod p for |a|, |b| &lt;= p; |result| &lt;= 0.75 p. */
  public double multiply(double a, double b) {
    double h = a * b;
    double l = Fma.fma(a, b, -h);
    double q = Fma.fma(h, inverse, ROUND) - ROUND;
    return Fma.fma(-q, p, h) + l;
  }

  /** x mod p for integers |x| &lt; 2^49 p; |result| &lt;= 0.5 p rounded up when |x| &lt;= 2^50. */
  public double reduce(double x) {
    double q = Fma.fma(x, inverse, ROUND) - ROUND;
    return Fma.fma(-q, p, x);
  }

  /** The representative in [-(p-1)/2, (p-1)/2] of any long. */
  public double ofLong(long x) {
    long r = Math.floorMod(x, value);
    return (double) (r > value / 2 ? r - value : r);
  }

  /** The representative in [-(p-1)/2, (p-1)/2] of any integer. */
  public double ofBigInteger(BigInteger x) {
    return ofLong(x.mod(BigInteger.valueOf(value)).longValueExact());
  }

  /** The representative in [0, p) of a stored residue. */
  public long toLong(double x) {
    return Math.floorMod((long) x, value);
  }

  /** base^exponent mod p, exponent at least 0. */
  double power(double base, long exponent) {
    double result = 1;
    double square = reduce(base);
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) == 1) {
        result = multiply(result, square);
      }
      square = multiply(square, square);
    }
    return reduce(result);
  }

  /** The inverse of x modulo p, by Fermat's little theorem. */
  public double invert(double x) {
    return power(x, value - 2);
  }

  /**
   * The smallest primitive root of unity of an order that is a power of two: the one Microsoft SEAL
   * picks, so that transformed polynomials agree.
   */
  double minimalPrimitiveRoot(int order) {
    double root = somePrimitiveRoot(order);
    double square = multiply(root, root);
    double current = root;
    long least = Long.MAX_VALUE;
    // All primitive roots are the odd powers of one of them.
    for (int i = 0; i < order; i += 2) {
      least = Math.min(least, toLong(current));
      current = reduce(multiply(current, square));
    }
    return ofLong(least);
  }

  private double somePrimitiveRoot(int order) {
    long exponent = (value - 1) / order;
    for (long candidate = 2; ; candidate++) {
      double root = power(ofLong(candidate), exponent);
      if (toLong(power(root, order / 2)) == value - 1) {
        return root;
      }
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
