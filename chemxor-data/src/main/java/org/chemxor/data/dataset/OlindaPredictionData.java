package org.chemxor.data.dataset;

import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.featurise.MoleculeFeaturiser;

/**
 * Molecules to predict.
 *
 * @param molecules the usable ones, in the order of the file; their targets are NaN
 * @param report what became of the rows of the file
 */
public record OlindaPredictionData(MoleculeDataset molecules, DatasetReport report) {

  /**
   * Reads molecules to predict. Files too large for memory are better read with {@link
   * MoleculeTable#forEachSample}.
   *
   * @param csv where the SMILES are; values are not read
   * @param featuriser the model's
   */
  public static OlindaPredictionData load(MoleculeCsv csv, MoleculeFeaturiser featuriser) {
    OlindaRegressionData.Builder builder =
        OlindaRegressionData.from(csv.withoutValues()).featuriser(featuriser).keepDuplicates();
    DatasetLoader.Loaded loaded =
        new DatasetLoader(builder.settings(), value -> value, false).loadWithoutSplit();
    return new OlindaPredictionData(loaded.all(), loaded.report());
  }
}
