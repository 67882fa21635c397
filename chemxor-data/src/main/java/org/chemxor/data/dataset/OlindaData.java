package org.chemxor.data.dataset;

import java.nio.file.Path;
import java.util.List;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;

/**
 * Molecules with targets, divided for training, validation and test, and a report on the rows of
 * the file that were left out. Immutable.
 */
public abstract sealed class OlindaData permits OlindaRegressionData, OlindaClassificationData {
  /** Fewer surroundings than a layout is learned from. */
  private static final int ENOUGH = 64;

  private final MoleculeDataset all;
  private final MoleculeDataset train;
  private final MoleculeDataset validate;
  private final MoleculeDataset test;
  private final MoleculeFeaturiser featuriser;
  private final DatasetReport report;

  OlindaData(DatasetLoader.Loaded loaded) {
    this.all = loaded.all();
    this.train = loaded.train();
    this.validate = loaded.validate();
    this.test = loaded.test();
    this.featuriser = loaded.featuriser();
    this.report = loaded.report();
  }

  /** The molecules to learn from. */
  public MoleculeDataset train() {
    return train;
  }

  /** The molecules to choose the best model by. */
  public MoleculeDataset validate() {
    return validate;
  }

  /** The molecules to judge it by. */
  public MoleculeDataset test() {
    return test;
  }

  /** Every usable molecule, in the order of the file. */
  public MoleculeDataset all() {
    return all;
  }

  /** What made the images, learned layout included: save it with the model. */
  public MoleculeFeaturiser featuriser() {
    return featuriser;
  }

  /** How many targets are to be predicted. */
  public int targetCount() {
    return all.targetCount();
  }

  /** What became of the rows of the file. */
  public DatasetReport report() {
    return report;
  }

  /**
   * What makes figures mean little, such as a test part of one class or hardly any chemistry to
   * learn from: one sentence each, to be shown with the figures.
   */
  public List<String> remarks() {
    if (featuriser instanceof GridFingerprintFeaturiser grid
        && grid.selected().orElse(ENOUGH) < ENOUGH) {
      return List.of(
          "the training part has only "
              + grid.selected().getAsInt()
              + " different surroundings: too few to learn a layout of the images from, and few to"
              + " learn chemistry from; more and more varied molecules help");
    }
    return List.of();
  }

  /**
   * Reads molecules to predict, with the same images. Duplicates are kept: who asks twice gets two
   * answers.
   *
   * @param csv where the SMILES are; values are not read
   */
  public OlindaPredictionData predict(MoleculeCsv csv) {
    return OlindaPredictionData.load(csv, featuriser);
  }

  /** Reads molecules to predict from a file with default settings. */
  public OlindaPredictionData predict(Path file) {
    return predict(MoleculeCsv.open(file));
  }

  /** Reads molecules to predict from a file with default settings, by its name. */
  public OlindaPredictionData predict(String file) {
    return predict(Path.of(file));
  }

  /** Sizes of the parts. */
  @Override
  public String toString() {
    return getClass().getSimpleName()
        + "[train "
        + train.size()
        + ", validate "
        + validate.size()
        + ", test "
        + test.size()
        + "]";
  }
}
