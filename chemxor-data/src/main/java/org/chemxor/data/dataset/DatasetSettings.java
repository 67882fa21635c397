package org.chemxor.data.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.split.SplitRule;

/**
 * What a data set is to be made of.
 *
 * @param learnSeed when present, the layout is learned from the training part
 * @param withDescriptors whether what is learned has descriptors beside the fingerprint
 * @param replicates what becomes of several rows of one molecule
 * @param tolerance by how much their targets may differ; empty for any
 * @param transform of values into targets
 * @param cacheFolder when present, images are kept there
 */
record DatasetSettings(
    MoleculeCsv csv,
    MoleculeFeaturiser featuriser,
    OptionalLong learnSeed,
    boolean withDescriptors,
    SplitRule split,
    boolean keepDuplicates,
    Replicates replicates,
    OptionalDouble tolerance,
    ValueTransform transform,
    Optional<Path> cacheFolder) {}
