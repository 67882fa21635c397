package org.chemxor.mpc.compile;

/** How shares of a comparison are computed. */
public enum Comparator {
  /**
   * Shared tables of digits after the opening: one more round of traffic between the parties than
   * with keys and two bytes more for each comparison of 20 bits, 14 bytes from the dealer to the
   * model owner and none to the data owner.
   */
  TABLES,
  /**
   * Function secret sharing: no traffic between the parties, some 225 bytes from the dealer to
   * each, and most of the time of all three goes into it.
   */
  FUNCTION_SHARING,
  /**
   * Function secret sharing in steps of at most {@value #FEW} comparisons for a sample, tables in
   * larger ones: for parties that are far from each other, where a round costs more than the keys.
   */
  MIXED;

  /** Comparisons of a step whose keys cost about as much as a round over 140 ms. */
  static final int FEW = 1 << 17;

  /**
   * Whether a step's comparisons are made by function secret sharing.
   *
   * @param count of the step, for one sample
   */
  public boolean takesKeys(int count) {
    return switch (this) {
      case TABLES -> false;
      case FUNCTION_SHARING -> true;
      case MIXED -> count <= FEW;
    };
  }
}
