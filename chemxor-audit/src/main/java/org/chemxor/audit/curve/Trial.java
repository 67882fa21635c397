package org.chemxor.audit.curve;

/**
 * One answer of an attack.
 *
 * @param compound which compound, so that answers about one are not taken as independent
 * @param isMember whether the attacked model learned from it
 * @param score the attack's, not NaN
 */
public record Trial(int compound, boolean isMember, double score) {
  /** Checks the score. */
  public Trial {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("the score of compound " + compound + " is NaN");
    }
  }
}
