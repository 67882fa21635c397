package org.chemxor.mpc.emulate;

/**
 * The masks that numbers are opened under. The bits that a step drops are rounded up where they and
 * the mask's carry, so an emulator that knows the masks gives the very numbers of the protocol.
 */
@FunctionalInterface
public interface Masks {
  /** No masks: everything is rounded down. */
  Masks NONE = (gate, step, count) -> new long[count];

  /**
   * The masks of a step.
   *
   * @param gate index of the gate
   * @param step index of the step within the gate
   * @param count numbers opened, of all samples
   */
  long[] of(int gate, int step, int count);
}
