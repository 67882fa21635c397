package org.chemxor.audit.report;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Something that training compounds may have in common.
 *
 * @param name in words
 * @param atRisk how many of the compounds at risk have it
 * @param sizeAtRisk how many are at risk
 * @param all how many of all training compounds have it
 * @param size number of training compounds
 * @param chance that at least so many of those at risk have it if they were drawn at random
 */
public record Trait(String name, int atRisk, int sizeAtRisk, int all, int size, double chance) {
  /**
   * Counts a trait.
   *
   * @param isAtRisk whether each training compound is at risk
   * @param hasIt whether it has the trait
   */
  public static Trait count(String name, boolean[] isAtRisk, boolean[] hasIt) {
    int atRisk = 0;
    int sizeAtRisk = 0;
    int all = 0;
    for (int i = 0; i < hasIt.length; i++) {
      sizeAtRisk += isAtRisk[i] ? 1 : 0;
      all += hasIt[i] ? 1 : 0;
      atRisk += isAtRisk[i] && hasIt[i] ? 1 : 0;
    }
    double chance =
        HypergeometricDistribution.of(hasIt.length, all, sizeAtRisk)
            .survivalProbability(atRisk - 1);
    return new Trait(name, atRisk, sizeAtRisk, all, hasIt.length, chance);
  }

  /** Whether those at risk have it more often than chance would have it, at 1 %. */
  public boolean isCommon() {
    return chance < 0.01;
  }
}
