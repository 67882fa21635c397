package org.chemxor.fhe.graph;

/**
 * What is computed on every slot after a linear map: a monic polynomial with as few terms as its
 * degree allows. All other coefficients of a layer's polynomial are folded into the weights around
 * it, see {@link FactoredPolynomial}.
 */
public sealed interface Activation {

  /** Multiplicative depth: how many rescales it takes. */
  int depth();

  /** The value at {@code x}. */
  double apply(double x);

  /** {@code x}: a linear map with nothing after it. */
  record Identity() implements Activation {
    @Override
    public int depth() {
      return 0;
    }

    @Override
    public double apply(double x) {
      return x;
    }
  }

  /** {@code x^2}. */
  record Square() implements Activation {
    @Override
    public int depth() {
      return 1;
    }

    @Override
    public double apply(double x) {
      return x * x;
    }
  }

  /**
   * {@code x (x^2 + linear)}.
   *
   * @param linear coefficient of x
   */
  record Cubic(double linear) implements Activation {
    @Override
    public int depth() {
      return 2;
    }

    @Override
    public double apply(double x) {
      return x * (x * x + linear);
    }
  }

  /**
   * {@code (x^2 + shift)^2 + linear x}.
   *
   * @param shift added to the inner square
   * @param linear coefficient of x
   */
  record Quartic(double shift, double linear) implements Activation {
    @Override
    public int depth() {
      return 2;
    }

    @Override
    public double apply(double x) {
      double inner = x * x + shift;
      return inner * inner + linear * x;
    }
  }
}
