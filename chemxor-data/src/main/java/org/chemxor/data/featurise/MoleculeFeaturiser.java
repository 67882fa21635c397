package org.chemxor.data.featurise;

import java.nio.file.Path;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;

/**
 * Turns a molecule into the image a network sees. Implementations are immutable and may be used by
 * many threads at once; two featurisers with equal settings give equal images.
 */
public interface MoleculeFeaturiser {

  /**
   * The image of a molecule.
   *
   * @param smiles its structure; white space around it is ignored
   * @return an image of {@link MoleculeImage#SIZE} rows and columns with pixels in [0, 1]
   * @throws InvalidInputException when the SMILES cannot be read, is longer than 10,000 characters,
   *     has an atom of no known element or no atom other than hydrogen; the message says which
   */
  MoleculeImage image(String smiles);

  /**
   * What it counts in a molecule; empty for a featuriser that draws instead of counting.
   *
   * @param smiles as for {@link #image}
   * @throws InvalidInputException when the SMILES cannot be read
   */
  default Optional<MoleculeProfile> profile(String smiles) {
    return Optional.empty();
  }

  /**
   * Its settings, enough to make an equal featuriser anywhere.
   *
   * @return a JSON object; its field "featuriser" names the kind
   */
  String toJson();

  /**
   * The featuriser with these settings.
   *
   * @param json what {@link #toJson} gave
   * @throws InvalidInputException when it is not such a text; the message names the field
   */
  static MoleculeFeaturiser fromJson(String json) {
    return FeaturiserJson.read(json);
  }

  /**
   * Writes the settings to a file, whole or not at all.
   *
   * @throws InvalidInputException when the file cannot be written
   */
  default void save(Path file) {
    SettingsFile.write(file, toJson());
  }

  /**
   * Reads the settings from a file.
   *
   * @throws InvalidInputException when there is no such file or it does not hold a featuriser
   */
  static MoleculeFeaturiser load(Path file) {
    return fromJson(SettingsFile.read(file));
  }
}
