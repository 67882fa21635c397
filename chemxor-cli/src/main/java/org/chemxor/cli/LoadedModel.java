package org.chemxor.cli;

import java.nio.file.Path;
import org.chemxor.data.GridFingerprintFeaturizer;
import org.chemxor.data.MoleculeFeaturizer;
import org.chemxor.models.TrainedModel;

/**
 * A model folder with the featurizer that its images come from.
 *
 * @param model network and what is known about it
 * @param featurizer makes its images
 */
record LoadedModel(TrainedModel model, MoleculeFeaturizer featurizer) {

  /**
   * Reads a model folder.
   *
   * @throws org.chemxor.core.InvalidInputException when there is no valid model in it
   */
  static LoadedModel of(Path folder) {
    TrainedModel model = TrainedModel.load(folder);
    String settings = model.info().featuriser();
    return new LoadedModel(
        model,
        settings.isEmpty()
            ? GridFingerprintFeaturizer.standard()
            : MoleculeFeaturizer.fromJson(settings));
  }
}
