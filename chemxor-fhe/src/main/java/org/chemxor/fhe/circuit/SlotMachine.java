package org.chemxor.fhe.circuit;

import java.util.List;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.parallel.Parallelism;

/**
 * Computes on packed vectors. One program runs on two machines: {@link EncryptedMachine} on
 * ciphertexts, {@link SimulatedMachine} on plain numbers with the same noise. Thread-safe.
 *
 * @param <V> a vector
 * @param <P> an encoded constant, see {@link ConstantEncoder}
 */
public interface SlotMachine<V, P> {
  /** The slot-wise sum of two vectors of one level and scale. */
  V add(V a, V b);

  /** The slot-wise sum with a constant of the same level and scale. */
  V addConstant(V a, P constant);

  /** The sum with one number in every slot. */
  V addNumber(V a, double value);

  /** Begins linear combinations with one weight for all slots. */
  LinearSum<V> newLinearSum(ScalarMatrix matrix);

  /** Every slot negated. */
  V negate(V a);

  /** The sum of slot-wise products with constants; scales multiply. */
  V sumOfProducts(List<V> vectors, List<P> constants);

  /** The slot-wise square, relinearised; scales multiply. */
  V square(V a);

  /**
   * The slot-wise square, neither relinearised nor rescaled; scales multiply. Nothing but {@link
   * #newLinearSum} takes such squares, and {@link #relinearize} ends their sums.
   */
  V squareLazily(V a);

  /** Makes a sum of squares of {@link #squareLazily} a vector like any other. */
  V relinearize(V a);

  /** The slot-wise square, relinearised and rescaled: one level down. */
  default V squareAndRescale(V a) {
    return rescale(square(a));
  }

  /** The slot-wise product, relinearised; scales multiply. */
  V multiply(V a, V b);

  /** Divides by the level's last prime: one level down. */
  V rescale(V a);

  /** Drops primes without changing the scale. */
  V dropToLevel(V a, int level);

  /** Rotations to the left, one for each step; every step must have a key of its own. */
  List<V> rotateMany(V a, int[] steps);

  /** Which rotations have keys, and how others are composed of them. */
  Rotations rotations();

  /** Where independent operations may run. */
  Parallelism parallelism();
}
