package org.chemxor.ckks;

import java.util.List;

/**
 * Computes on ciphertexts. Stateless and thread-safe. Operands at different levels are an error
 * except where stated; bring them together with {@link #dropToLevel}.
 */
public interface Evaluator {

  /**
   * The slot-wise sum.
   *
   * @throws MismatchException when levels differ or scales differ by more than 2^-20 relative
   */
  Ciphertext add(Ciphertext a, Ciphertext b);

  /**
   * The slot-wise difference.
   *
   * @throws MismatchException as for {@link #add}
   */
  Ciphertext subtract(Ciphertext a, Ciphertext b);

  /** Every slot negated. */
  Ciphertext negate(Ciphertext a);

  /**
   * The slot-wise sum with a plaintext, whose level may be higher.
   *
   * @throws MismatchException when the plaintext's level is lower or scales differ
   */
  Ciphertext addPlain(Ciphertext a, Plaintext b);

  /**
   * The slot-wise product with a plaintext, whose level may be higher; scales multiply.
   *
   * @throws MismatchException when the plaintext's level is lower
   * @throws CkksException when the product is zero everywhere: it would carry no encryption at all
   */
  Ciphertext multiplyPlain(Ciphertext a, Plaintext b);

  /**
   * The sum of slot-wise products {@code a_i b_i}, reduced once at the end.
   *
   * @param ciphertexts at least one; all of one level, scale and size
   * @param plaintexts as many, all of one scale
   * @throws MismatchException when they do not agree
   */
  Ciphertext sumOfProducts(List<Ciphertext> ciphertexts, List<Plaintext> plaintexts);

  /**
   * The sum with one number in every slot; level and scale stay.
   *
   * @throws CkksException when the number is not finite
   */
  Ciphertext addScalar(Ciphertext a, double value);

  /** Begins linear combinations of ciphertexts with one weight for all slots. */
  MatrixSum newMatrixSum(ScalarMatrix matrix);

  /**
   * Linear combinations of ciphertexts, see {@link MatrixSum}.
   *
   * @param matrix one column per operand
   * @param operands as many as the matrix has columns, of one level, scale and size
   * @return one for each row; scales multiply
   * @throws MismatchException when they do not agree
   */
  default List<Ciphertext> multiplyMatrix(ScalarMatrix matrix, List<Ciphertext> operands) {
    if (operands.size() != matrix.columns()) {
      throw new MismatchException(
          "a matrix of "
              + matrix.columns()
              + " columns needs as many operands, got "
              + operands.size());
    }
    MatrixSum sum = newMatrixSum(matrix);
    sum.add(0, operands);
    return sum.results();
  }

  /**
   * The slot-wise product of two ciphertexts, of three polynomials; scales multiply.
   *
   * @throws MismatchException when levels differ or an operand has more than two polynomials
   */
  Ciphertext multiply(Ciphertext a, Ciphertext b);

  /** The slot-wise square, of three polynomials. */
  Ciphertext square(Ciphertext a);

  /**
   * Brings three polynomials back to two.
   *
   * @throws MismatchException when the key was made for other parameters
   */
  Ciphertext relinearize(Ciphertext a, RelinearizationKey key);

  /**
   * Divides by the last data prime and drops it: one level down, scale divided by that prime.
   *
   * @throws MismatchException at level 0
   */
  Ciphertext rescale(Ciphertext a);

  /**
   * The slot-wise square, relinearised and rescaled: one level down. An engine may do it faster
   * than one after the other, and with less noise.
   *
   * @throws MismatchException at level 0, when the operand has more than two polynomials, or when
   *     the key was made for other parameters
   */
  default Ciphertext squareAndRescale(Ciphertext a, RelinearizationKey key) {
    return rescale(relinearize(square(a), key));
  }

  /**
   * Drops data primes without changing the scale.
   *
   * @throws MismatchException when {@code level} is above the ciphertext's
   */
  Ciphertext dropToLevel(Ciphertext a, int level);

  /**
   * Rotates slots to the left: slot i of the result is slot i + steps of the operand.
   *
   * @throws MismatchException when the keys do not cover {@code steps}; the message names them
   */
  Ciphertext rotate(Ciphertext a, int steps, GaloisKeys keys);

  /**
   * Several rotations of one ciphertext, decomposed once (hoisting, ia.cr/2018/244).
   *
   * @return one result for each entry of {@code steps}, in its order
   * @throws MismatchException as for {@link #rotate}
   */
  List<Ciphertext> rotateMany(Ciphertext a, int[] steps, GaloisKeys keys);

  /**
   * Every slot's complex conjugate.
   *
   * @throws MismatchException when the keys do not cover conjugation
   */
  Ciphertext conjugate(Ciphertext a, GaloisKeys keys);
}
