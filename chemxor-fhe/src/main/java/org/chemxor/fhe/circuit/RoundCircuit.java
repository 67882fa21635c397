package org.chemxor.fhe.circuit;

import java.util.List;

/** What the evaluator computes in one round, on slot machines of any kind. Immutable. */
public sealed interface RoundCircuit permits Circuit, BatchCircuit {

  /** Number of input vectors. */
  int inputCount();

  /** Level and scale that every input must have. */
  LevelAndScale input();

  /** Number of result vectors. */
  int outputCount();

  /** Level and scale of the results. */
  LevelAndScale output();

  /** All rotations it makes. */
  List<RotationDemand> rotations();

  /**
   * Most numbers that its encoded weights take.
   *
   * @param isCompact whether a polynomial is kept as N coefficients, or as N residues for each
   *     prime
   */
  long weightNumbers(boolean isCompact);

  /** Its operations in order, a line each, for people. */
  List<String> describe();

  /** Encodes all constants; the result is what runs. */
  <P> Encoded<P> encode(ConstantEncoder<P> encoder);

  /**
   * A circuit with its constants encoded. Immutable, shared by all threads.
   *
   * @param <P> an encoded constant
   */
  interface Encoded<P> {
    /**
     * Runs it.
     *
     * @param machine what computes
     * @param inputs as many as the circuit takes
     */
    <V> List<V> run(SlotMachine<V, P> machine, List<V> inputs);
  }
}
