package org.chemxor.core.olinda;

import org.chemxor.core.Layer;

/**
 * The quadratic a network applies after every layer but the last: {@code constant + linear x +
 * quadratic x^2}. Only such an activation can be evaluated under encryption with one
 * multiplication.
 *
 * <p>The constant is left out while training and folded into the next layer's bias on export, which
 * changes nothing in exact arithmetic: a large constant moves every pre-activation far from zero
 * and stops the deeper nets from learning.
 *
 * @param constant value at zero
 * @param linear slope at zero
 * @param quadratic half the curvature; not zero, or the network would collapse to a linear one
 * @param learned whether the linear and quadratic coefficients are trained, one pair per layer,
 *     starting from the values given here
 */
public record Activation(double constant, double linear, double quadratic, boolean learned) {

  /** ChemXor's own, {@code 1.8697581 + 0.5 x + 0.013394318 x^2}, kept fixed. */
  public static final Activation CHEMXOR = of(Layer.Polynomial.CHEMXOR);

  /**
   * A fixed quadratic with 37 times ChemXor's curvature, {@code 0.5 x + 0.5 x^2}. Over the values
   * that trained networks reach, ChemXor's activation is all but linear, and so is the network;
   * with this one it is not.
   */
  public static final Activation STEEP = new Activation(0, 0.5, 0.5, false);

  /** Checks that the coefficients are finite and the activation is not linear. */
  public Activation {
    if (!Double.isFinite(constant) || !Double.isFinite(linear) || !Double.isFinite(quadratic)) {
      throw new IllegalArgumentException(
          "activation coefficients must be finite, got "
              + constant
              + ", "
              + linear
              + ", "
              + quadratic);
    }
    if (quadratic == 0) {
      throw new IllegalArgumentException(
          "the quadratic coefficient is 0: layers would collapse into one linear map; give it a"
              + " value such as 0.1");
    }
  }

  private static Activation of(Layer.Polynomial fixed) {
    return new Activation(fixed.coefficient(0), fixed.coefficient(1), fixed.coefficient(2), false);
  }

  /** A fixed quadratic without a constant. */
  public static Activation quadratic(double linear, double quadratic) {
    return new Activation(0, linear, quadratic, false);
  }

  /** The same starting values, trained with the rest of the network. */
  public Activation asLearned() {
    return new Activation(constant, linear, quadratic, true);
  }

  /** The layer with these coefficients. */
  public Layer.Polynomial toLayer() {
    return Layer.Polynomial.of(constant, linear, quadratic);
  }
}
