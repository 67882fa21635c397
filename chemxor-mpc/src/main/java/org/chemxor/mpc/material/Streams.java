package org.chemxor.mpc.material;

/** Numbers of the streams drawn from a party's seed: one for each purpose in each step. */
public final class Streams {
  /** What a stream is for. */
  public enum Purpose {
    /** Share of the mask that a step's numbers are opened under. */
    MASK(1),
    /** Roots of comparison keys. */
    ROOT(2),
    /** Share of the bit that a comparison's result is opened under. */
    BIT(3),
    /** Party 0's shares of a step's products. */
    PRODUCT(4),
    /** The mask of a value that goes into affine gates; the step is 0, the gate the value's. */
    INPUT(5),
    /** Party 0's share of an affine gate's masked product. */
    AFFINE(6),
    /** Shares of tables and masks of a comparison by tables. */
    TABLE(7);

    private final int code;

    Purpose(int code) {
      this.code = code;
    }
  }

  private Streams() {}

  /**
   * The stream's number.
   *
   * @param gate index of the gate, or of the value for {@link Purpose#INPUT}
   * @param step index of the step in the gate
   * @param comparison index of the comparison in the step
   */
  public static long number(int gate, int step, int comparison, Purpose purpose) {
    return (long) gate << 32 | (long) step << 8 | (long) comparison << 4 | purpose.code;
  }
}
