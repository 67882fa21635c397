package org.chemxor.audit.attack;

/** Scores compounds by how much they look like ones that a model learned from. */
public interface Attack {
  /** Its name in reports. */
  String name();

  /**
   * The scores, as many as compounds, larger for likelier members; only their order means anything.
   *
   * @throws IllegalArgumentException when a compound lacks the reference models that the attack
   *     needs
   */
  double[] scores(Observations observations);
}
