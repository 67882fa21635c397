package org.chemxor.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What a data set is to be made of. */
record DatasetSettings(
    MoleculeCsv csv,
    MoleculeFeaturizer featurizer,
    OptionalLong learnSeed,
    SplitRule split,
    boolean keepDuplicates,
    Optional<Path> cacheFolder) {
  private static final long DEFAULT_SEED = 7777;

  static DatasetSettings of(MoleculeCsv csv) {
    return new DatasetSettings(
        csv,
        GridFingerprintFeaturizer.standard(),
        OptionalLong.empty(),
        SplitRule.random(DEFAULT_SEED),
        false,
        Optional.empty());
  }
}
