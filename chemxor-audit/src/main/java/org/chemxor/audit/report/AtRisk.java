package org.chemxor.audit.report;

import java.util.List;

/**
 * A training compound that an attack ranks high.
 *
 * @param rank from 1
 * @param name as given, such as its row; may be empty
 * @param smiles its structure; empty when molecules are to be left out
 * @param known its value or class
 * @param score the attack's
 * @param recognised whether it is recognised while 1 % of the others are named
 * @param traits those of {@link Trait} that it has
 */
public record AtRisk(
    int rank,
    String name,
    String smiles,
    double known,
    double score,
    boolean recognised,
    List<String> traits) {
  /** Copies the list. */
  public AtRisk {
    traits = List.copyOf(traits);
  }
}
