package org.chemxor.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.chemxor.core.InvalidInputException;

/**
 * What regression and classification data have in common while they are set up. Every setter
 * returns the builder itself.
 *
 * @param <B> the builder
 */
public abstract sealed class OlindaDataBuilder<B extends OlindaDataBuilder<B>>
    permits OlindaRegressionData.Builder, OlindaClassificationData.Builder {
  private DatasetSettings settings;

  OlindaDataBuilder(MoleculeCsv csv) {
    this.settings = DatasetSettings.of(csv);
  }

  abstract B self();

  DatasetSettings settings() {
    return settings;
  }

  private B set(DatasetSettings other) {
    settings = other;
    return self();
  }

  /** How molecules become images; {@link GridFingerprintFeaturizer#standard()} unless set. */
  public B featurizer(MoleculeFeaturizer featurizer) {
    return set(
        new DatasetSettings(
            settings.csv(),
            featurizer,
            settings.learnSeed(),
            settings.split(),
            settings.keepDuplicates(),
            settings.cacheFolder()));
  }

  /**
   * Learns the grid's layout and scaling from the training part, as {@link
   * GridFingerprintFeaturizer#learnedFrom} does.
   *
   * @param seed the same seed and data give the same images on the same machine
   */
  public B learnImages(long seed) {
    return set(
        new DatasetSettings(
            settings.csv(),
            settings.featurizer(),
            OptionalLong.of(seed),
            settings.split(),
            settings.keepDuplicates(),
            settings.cacheFolder()));
  }

  /** How to divide the data; {@link SplitRule#random(long)} with seed 7777 unless set. */
  public B split(SplitRule split) {
    return set(
        new DatasetSettings(
            settings.csv(),
            settings.featurizer(),
            settings.learnSeed(),
            split,
            settings.keepDuplicates(),
            settings.cacheFolder()));
  }

  /**
   * Keeps rows whose molecule stands in an earlier row. Without it they are left out, because a
   * molecule in two parts of the split makes the test too easy. They are reported either way.
   */
  public B keepDuplicates() {
    return set(
        new DatasetSettings(
            settings.csv(),
            settings.featurizer(),
            settings.learnSeed(),
            settings.split(),
            true,
            settings.cacheFolder()));
  }

  /**
   * Keeps the images in a folder, so that the next run with the same molecules and featurizer finds
   * them there. The folder then holds fingerprints of the molecules: keep it as private as the
   * file.
   */
  public B cacheIn(Path folder) {
    return set(
        new DatasetSettings(
            settings.csv(),
            settings.featurizer(),
            settings.learnSeed(),
            settings.split(),
            settings.keepDuplicates(),
            Optional.of(folder)));
  }

  /** As {@link #cacheIn(Path)}, by the folder's name. */
  public B cacheIn(String folder) {
    return cacheIn(Path.of(folder));
  }

  /**
   * Reads the file and makes the data.
   *
   * @throws InvalidInputException when the file as a whole cannot be used, or nothing is left of it
   */
  public abstract OlindaData load();
}
