package org.chemxor.fhe.graph;

import org.chemxor.core.Layer.Polynomial;

/**
 * A polynomial written as {@code p(x) = outScale * activation(inScale x + inShift) + outShift}. The
 * four numbers fold into the linear maps before and after, so that encrypted evaluation pays for
 * the activation alone.
 *
 * <p>Degree 2 completes the square: {@code a + b x + c x^2 = sign(c) (s x + t)^2 + r} with {@code s
 * = sqrt(|c|)}, {@code t = b / (2 s sign(c))}, {@code r = a - sign(c) t^2}. Degree 3 removes the
 * quadratic term (Tschirnhaus), degree 4 completes the square twice.
 *
 * @param inScale s, multiplies the argument
 * @param inShift t, added to it
 * @param activation what is left to compute
 * @param outScale multiplies the result
 * @param outShift r, added to it
 */
public record FactoredPolynomial(
    double inScale, double inShift, Activation activation, double outScale, double outShift) {

  /** The highest degree that can be factored. */
  public static final int MAX_DEGREE = 4;

  /**
   * Factors a polynomial.
   *
   * @param polynomial of degree 1 to {@value #MAX_DEGREE}
   * @throws IllegalArgumentException when its degree is outside
   */
  public static FactoredPolynomial of(Polynomial polynomial) {
    double a = polynomial.coefficient(0);
    double b = polynomial.coefficient(1);
    double c = polynomial.coefficient(2);
    double d = polynomial.coefficient(3);
    return switch (polynomial.degree()) {
      case 1 -> new FactoredPolynomial(1, 0, new Activation.Identity(), b, a);
      case 2 -> quadratic(a, b, c);
      case 3 -> cubic(a, b, c, d);
      case 4 -> quartic(a, b, c, d, polynomial.coefficient(4));
      default ->
          throw new IllegalArgumentException(
              "degree must be from 1 to " + MAX_DEGREE + ", got " + polynomial.degree());
    };
  }

  private static FactoredPolynomial quadratic(double a, double b, double c) {
    double sign = Math.signum(c);
    double s = Math.sqrt(Math.abs(c));
    double t = sign * b / (2 * s);
    return new FactoredPolynomial(s, t, new Activation.Square(), sign, a - sign * t * t);
  }

  /** With {@code u = s x + t}, s^3 = d and t = c / (3 s^2): {@code p = u^3 + linear u + rest}. */
  private static FactoredPolynomial cubic(double a, double b, double c, double d) {
    double s = Math.cbrt(d);
    double t = c / (3 * s * s);
    double linear = b / s - 3 * t * t;
    double rest = a - t * t * t - linear * t;
    return new FactoredPolynomial(s, t, new Activation.Cubic(linear), 1, rest);
  }

  /**
   * With {@code u = s x + t}, s^4 = |e| and t = sign d / (4 s^3): {@code sign p = u^4 + h u^2 + g u
   * + rest = (u^2 + h/2)^2 + g u + rest - h^2/4}.
   */
  private static FactoredPolynomial quartic(double a, double b, double c, double d, double e) {
    double sign = Math.signum(e);
    double s = Math.sqrt(Math.sqrt(Math.abs(e)));
    double t = sign * d / (4 * s * s * s);
    double h = sign * c / (s * s) - 6 * t * t;
    double g = sign * b / s - 4 * t * t * t - 2 * h * t;
    double rest = sign * a - t * t * t * t - h * t * t - g * t;
    return new FactoredPolynomial(
        s, t, new Activation.Quartic(h / 2, g), sign, sign * (rest - h * h / 4));
  }

  /** The polynomial's value at {@code x}. */
  public double apply(double x) {
    return outScale * activation.apply(inScale * x + inShift) + outShift;
  }
}
