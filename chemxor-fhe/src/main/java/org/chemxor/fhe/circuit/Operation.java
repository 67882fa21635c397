package org.chemxor.fhe.circuit;

import java.util.List;

/** One operation of a {@link Circuit}, with its constants as plain numbers. Immutable. */
public interface Operation {

  /** Level and scale of the result. */
  LevelAndScale result();

  /** Rotations it makes. */
  default RotationDemand rotations() {
    return RotationDemand.NONE;
  }

  /**
   * Most numbers that its encoded weights take.
   *
   * @param isCompact whether a polynomial is kept as N coefficients, or as N residues for each
   *     prime
   */
  default long weightNumbers(boolean isCompact) {
    return 0;
  }

  /** One line for people. */
  String describe();

  /** Encodes its constants. */
  <P> Encoded<P> encode(ConstantEncoder<P> encoder);

  /**
   * An operation with its constants encoded. Immutable, shared by all threads.
   *
   * @param <P> an encoded constant
   */
  interface Encoded<P> {
    /** Runs it. */
    <V> V run(SlotMachine<V, P> machine, List<V> inputs);
  }
}
