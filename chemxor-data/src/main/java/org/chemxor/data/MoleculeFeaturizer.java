package org.chemxor.data;

import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;

/**
 * Turns a molecule into the image a network sees. Implementations are immutable and may be used by
 * many threads at once; two featurizers with equal settings give equal images.
 */
public interface MoleculeFeaturizer {

  /**
   * The image of a molecule.
   *
   * @param smiles its structure; white space around it is ignored
   * @return an image of {@link MoleculeImage#SIZE} rows and columns with pixels in [0, 1]
   * @throws InvalidInputException when the SMILES cannot be read, is longer than 10,000 characters,
   *     has an atom of no known element or no atom other than hydrogen; the message says which
   */
  MoleculeImage image(String smiles);
}
