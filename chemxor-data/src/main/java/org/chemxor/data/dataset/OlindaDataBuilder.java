package org.chemxor.data.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.split.SplitRule;

/**
 * What regression and classification data have in common while they are set up. Every setter
 * returns the builder itself.
 *
 * @param <B> the builder
 */
public abstract sealed class OlindaDataBuilder<B extends OlindaDataBuilder<B>>
    permits OlindaRegressionData.Builder, OlindaClassificationData.Builder {
  private static final long DEFAULT_SEED = 7777;

  private final MoleculeCsv csv;
  private MoleculeFeaturiser featuriser = GridFingerprintFeaturiser.standard();
  private OptionalLong learnSeed = OptionalLong.empty();
  private SplitRule split = SplitRule.random(DEFAULT_SEED);
  private boolean withDescriptors;
  private boolean keepDuplicates;
  private Replicates replicates = Replicates.FIRST;
  private OptionalDouble tolerance = OptionalDouble.empty();
  private ValueTransform transform = ValueTransform.NONE;
  private Optional<Path> cacheFolder = Optional.empty();

  OlindaDataBuilder(MoleculeCsv csv) {
    this.csv = csv;
  }

  abstract B self();

  DatasetSettings settings() {
    return new DatasetSettings(
        csv,
        featuriser,
        learnSeed,
        withDescriptors,
        split,
        keepDuplicates,
        replicates,
        tolerance,
        transform,
        cacheFolder);
  }

  /** How molecules become images; {@link GridFingerprintFeaturiser#standard()} unless set. */
  public B featuriser(MoleculeFeaturiser featuriser) {
    this.featuriser = featuriser;
    return self();
  }

  /**
   * Learns which surroundings are counted and where they lie from the training part, as {@link
   * GridFingerprintFeaturiser#learnedFrom} does.
   *
   * @param seed the same seed and data give the same images on the same machine
   */
  public B learnImages(long seed) {
    return learn(seed, false);
  }

  /**
   * As {@link #learnImages}, with 32 physico-chemical descriptors in the image, see {@link
   * GridFingerprintFeaturiser#learnedWithDescriptorsFrom}.
   */
  public B learnImagesWithDescriptors(long seed) {
    return learn(seed, true);
  }

  private B learn(long seed, boolean descriptors) {
    this.learnSeed = OptionalLong.of(seed);
    this.withDescriptors = descriptors;
    return self();
  }

  /** How to divide the data; {@link SplitRule#random(long)} with seed 7777 unless set. */
  public B split(SplitRule split) {
    this.split = split;
    return self();
  }

  /**
   * Keeps rows whose molecule stands in an earlier row. Without it they are left out, because a
   * molecule in two parts of the split makes the test too easy. They are reported either way.
   */
  public B keepDuplicates() {
    this.keepDuplicates = true;
    return self();
  }

  /** What becomes of several rows of one molecule; the first counts unless set. */
  public B replicates(Replicates rule) {
    this.replicates = rule;
    return self();
  }

  /**
   * Leaves molecules out whose rows disagree.
   *
   * @param most by which the targets of a molecule may differ, at least 0, in units of the target
   */
  public B replicatesWithin(double most) {
    if (!(most >= 0)) {
      throw new InvalidInputException(
          "rows of one molecule may differ by 0 or more, not by " + most);
    }
    this.tolerance = OptionalDouble.of(most);
    return self();
  }

  /** What is learned instead of the values; the values unless set. */
  public B transform(ValueTransform transform) {
    this.transform = transform;
    return self();
  }

  /**
   * Keeps the images in a folder, so that the next run with the same molecules and featuriser finds
   * them there. The folder then holds fingerprints of the molecules: keep it as private as the
   * file.
   */
  public B cacheIn(Path folder) {
    this.cacheFolder = Optional.of(folder);
    return self();
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
