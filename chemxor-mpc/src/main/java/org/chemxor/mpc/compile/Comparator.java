package org.chemxor.mpc.compile;

/** How shares of a comparison are computed. */
public enum Comparator {
  /** Function secret sharing: no traffic between the parties, some 225 bytes from the dealer. */
  FUNCTION_SHARING,
  /**
   * A tree of AND gates after the opening: five rounds of traffic, some 8 bytes from the dealer.
   */
  BOOLEAN_TREE
}
