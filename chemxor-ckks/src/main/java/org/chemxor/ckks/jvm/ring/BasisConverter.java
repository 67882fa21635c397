package org.chemxor.ckks.jvm.ring;

import java.math.BigInteger;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;

/**
 * Converts centred residues from a few primes, of product D, to any other prime, exactly (Halevi,
 * Polyakov, Shoup, CT-RSA 2019): with {@code y_i = x_i (D/d_i)^-1 mod d_i} the value is {@code sum
 * y_i D/d_i - v D}, {@code v = round(sum y_i / d_i)}, a representative of at most about D/2.
 */
final class BasisConverter {
  private final Ring ring;
  private final int[] from;
  private final double[] cofactorInverse;

  /** [target][i] = D/d_i mod target, and -D mod target at the end. */
  private final double[][] factors;

  /**
   * @param from indices of the primes to convert from
   */
  BasisConverter(Ring ring, int[] from) {
    this.ring = ring;
    this.from = from.clone();
    this.cofactorInverse = new double[from.length];
    BigInteger product = BigInteger.ONE;
    for (int prime : from) {
      product = product.multiply(BigInteger.valueOf(ring.modulus(prime).value()));
    }
    BigInteger[] cofactors = new BigInteger[from.length];
    for (int i = 0; i < from.length; i++) {
      Modulus d = ring.modulus(from[i]);
      cofactors[i] = product.divide(BigInteger.valueOf(d.value()));
      cofactorInverse[i] = d.invert(d.ofBigInteger(cofactors[i]));
    }
    this.factors = new double[ring.primeCount()][from.length + 1];
    for (int target = 0; target < ring.primeCount(); target++) {
      Modulus t = ring.modulus(target);
      for (int i = 0; i < from.length; i++) {
        factors[target][i] = t.ofBigInteger(cofactors[i]);
      }
      factors[target][from.length] = t.ofBigInteger(product.negate());
    }
  }

  /**
   * The first half: turns the coefficients of the source primes, in place, into the y_i.
   *
   * @param coefficients one row for each source prime, overwritten
   * @param overflow receives v; unused when there is one source prime
   */
  void prepare(double[][] coefficients, double[] overflow) {
    if (from.length == 1) {
      return;
    }
    java.util.Arrays.fill(overflow, 0);
    Kernels kernels = ring.kernels();
    for (int i = 0; i < from.length; i++) {
      Modulus d = ring.modulus(from[i]);
      kernels.multiplyScalar(coefficients[i], cofactorInverse[i], coefficients[i], d);
      kernels.addFraction(coefficients[i], d.inverse(), overflow);
    }
    kernels.round(overflow);
  }

  /**
   * The second half: the value modulo prime {@code target}.
   *
   * @param prepared rows from {@link #prepare}
   * @param overflow v from {@link #prepare}
   * @param out overwritten; not one of the inputs
   */
  void convert(double[][] prepared, double[] overflow, int target, double[] out) {
    Kernels kernels = ring.kernels();
    Modulus modulus = ring.modulus(target);
    if (from.length == 1) {
      kernels.reduce(prepared[0], out, modulus);
      return;
    }
    double[] w = factors[target];
    java.util.Arrays.fill(out, 0);
    int room = modulus.lazyTerms();
    for (int i = 0; i < from.length; i++) {
      if (room == 0) {
        kernels.reduce(out, out, modulus);
        room = modulus.lazyTerms();
      }
      kernels.multiplyScalarAddLazy(prepared[i], w[i], out, modulus);
      room--;
    }
    kernels.reduce(out, out, modulus);
    kernels.multiplyScalarAddLazy(overflow, w[from.length], out, modulus);
    kernels.reduce(out, out, modulus);
  }
}
