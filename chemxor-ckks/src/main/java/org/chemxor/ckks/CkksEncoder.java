package org.chemxor.ckks;

/**
 * Encodes vectors of N/2 numbers as polynomials by the canonical embedding. Thread-safe.
 *
 * <p>Slot order is Microsoft SEAL's: slot j is the evaluation at {@code zeta^(3^j)}, zeta a
 * primitive 2N-th root of unity, so that the automorphism X to X^3 rotates left by one.
 */
public interface CkksEncoder {

  /** {@link CkksParameters#slotCount}: N/2, or N in the conjugate-invariant ring. */
  int slotCount();

  /**
   * Encodes real numbers.
   *
   * @param values at most {@link #slotCount} finite numbers; missing ones are zero
   * @param scale what they are multiplied by before rounding
   * @param level the level of the result
   * @throws CkksException when a value is not finite or, scaled, does not fit the modulus
   */
  Plaintext encode(double[] values, double scale, int level);

  /**
   * Encodes real numbers for little memory: N numbers instead of N for every prime, where the
   * engine can, at the price of one transform for every prime whenever the plaintext is used.
   *
   * @throws CkksException as for {@link #encode(double[], double, int)}
   */
  default Plaintext encodeCompact(double[] values, double scale, int level) {
    return encode(values, scale, level);
  }

  /**
   * Encodes complex numbers.
   *
   * @param real real parts, at most {@link #slotCount}
   * @param imaginary imaginary parts, as many
   * @param scale what they are multiplied by before rounding
   * @param level the level of the result
   * @throws CkksException as for real numbers, and in the conjugate-invariant ring
   */
  Plaintext encode(double[] real, double[] imaginary, double scale, int level);

  /**
   * Encodes the same number in every slot: a constant polynomial, much cheaper.
   *
   * @throws CkksException as for vectors
   */
  Plaintext encodeConstant(double value, double scale, int level);

  /**
   * Encodes real numbers at the parameters' scale and the highest level.
   *
   * @param values at most {@link #slotCount} finite numbers; missing ones are zero
   * @throws CkksException as for {@link #encode(double[], double, int)}
   */
  Plaintext encode(double... values);

  /** The real parts of all slots. */
  double[] decode(Plaintext plaintext);

  /** Real parts in row 0 and imaginary parts in row 1. */
  double[][] decodeComplex(Plaintext plaintext);
}
