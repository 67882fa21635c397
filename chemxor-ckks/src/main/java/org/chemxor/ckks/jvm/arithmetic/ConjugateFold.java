package org.chemxor.ckks.jvm.arithmetic;

/**
 * Polynomials of the conjugate-invariant ring, {@code f = a_0 + sum of a_j (X^j + X^-j)}, modulo
 * {@code X^N - i}, where the transform goes on, and back.
 *
 * <p>In {@code Z[X]/(X^2N + 1)} is {@code X^-j = -X^(2N-j)}, which modulo {@code X^N - i} becomes
 * {@code -i X^(N-j)}: coefficient k of f modulo X^N - i is {@code c_k = a_k - i a_(N-k)}, and c_0 =
 * a_0. Back: {@code c_k + i c_(N-k) = 2 a_k}. At the roots of X^N + i, the other factor, f has the
 * same values, because those are the inverses of these roots.
 */
public final class ConjugateFold {
  private final Modulus modulus;
  private final double unit;
  private final double unitOverP;

  public ConjugateFold(NttTables tables) {
    this.modulus = tables.modulus();
    this.unit = tables.imaginaryUnit();
    this.unitOverP = unit * modulus.inverse();
  }

  /** Coefficients a to coefficients c in place, |a| &lt;= p; |c| &lt;= 0.5 p rounded up. */
  public void fold(double[] a) {
    combine(a, -unit, -unitOverP);
    a[0] = modulus.reduce(a[0]);
  }

  /** Halves of coefficients c to coefficients a in place, the same bounds. */
  public void unfold(double[] a) {
    combine(a, unit, unitOverP);
    a[0] = modulus.reduce(2 * a[0]);
  }

  /** {@code a_k + w a_(N-k)} for k from 1 on. */
  private void combine(double[] a, double w, double wOverP) {
    int n = a.length;
    for (int k = 1; k <= n / 2; k++) {
      double x = a[k];
      double y = a[n - k];
      a[k] = modulus.reduce(x + modulus.multiplyShoup(y, w, wOverP));
      a[n - k] = modulus.reduce(y + modulus.multiplyShoup(x, w, wOverP));
    }
  }
}
