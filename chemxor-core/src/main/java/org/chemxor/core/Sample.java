package org.chemxor.core;

/**
 * One molecule with its image and the value to learn.
 *
 * @param name what people call it; may be empty
 * @param smiles its structure as given
 * @param image its image
 * @param target the value to learn (a class index in classification); NaN when it is not known
 */
public record Sample(String name, String smiles, MoleculeImage image, double target) {

  /** Whether the value to learn is known. */
  public boolean hasTarget() {
    return !Double.isNaN(target);
  }

  /** Name only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "Sample[" + name + "]";
  }
}
