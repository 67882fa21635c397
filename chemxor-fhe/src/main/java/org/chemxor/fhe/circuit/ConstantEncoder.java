package org.chemxor.fhe.circuit;

/**
 * Encodes constants once, before any input is seen.
 *
 * @param <P> an encoded constant
 */
@FunctionalInterface
public interface ConstantEncoder<P> {
  /** The constant vector at a scale and level. */
  P encode(double[] slots, double scale, int level);
}
