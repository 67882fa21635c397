package org.chemxor.data.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.DoubleUnaryOperator;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.packed.FeatureCache;
import org.chemxor.data.packed.PackedImage;
import org.chemxor.data.smiles.MoleculeIdentity;
import org.chemxor.data.split.DataSplit;
import org.chemxor.data.split.SplitRule;
import org.chemxor.data.split.Splitting;

/** From a file to a data set: read, check, drop duplicates, split, make images. */
final class DatasetLoader {
  private final DatasetSettings settings;
  private final DoubleUnaryOperator targetOfValue;
  private final List<RowProblem> invalid = new ArrayList<>();
  private final List<RowProblem> duplicates = new ArrayList<>();
  private final Map<UUID, MoleculeRow> firstOfIdentity = new HashMap<>();
  private final List<ReadMolecule> kept = new ArrayList<>();
  private final MergedRows merged;

  /**
   * A loader.
   *
   * @param targetOfValue turns a value into a target; an {@link InvalidInputException} makes the
   *     row invalid
   * @param areClasses whether targets are class numbers, which have no mean
   */
  DatasetLoader(DatasetSettings settings, DoubleUnaryOperator targetOfValue, boolean areClasses) {
    this.settings = settings;
    this.targetOfValue = targetOfValue;
    this.merged = new MergedRows(settings.replicates(), settings.tolerance(), areClasses);
  }

  /**
   * What was loaded.
   *
   * @param train the training part, as the other parts empty without a split
   * @param featuriser what made the images
   */
  record Loaded(
      MoleculeDataset all,
      MoleculeDataset train,
      MoleculeDataset validate,
      MoleculeDataset test,
      MoleculeFeaturiser featuriser,
      DatasetReport report) {}

  /** Loads a data set with a split. */
  Loaded load() {
    if (settings.split() instanceof SplitRule.Given && !settings.csv().hasSplitColumn()) {
      throw new InvalidInputException(
          "SplitRule.given() needs to know the column: MoleculeCsv.open(...).splitColumn(...)");
    }
    readRows();
    if (kept.isEmpty()) {
      throw new InvalidInputException(settings.csv().path() + " has no usable row: " + report(0));
    }
    DataSplit<Integer> split = Splitting.split(settings.split(), kept);
    return withImages(featuriser(split), split);
  }

  /** Loads molecules to predict, without a split. */
  Loaded loadWithoutSplit() {
    readRows();
    return withImages(settings.featuriser(), new DataSplit<>(List.of(), List.of(), List.of()));
  }

  private void readRows() {
    InOrder<ReadMolecule> inOrder = new InOrder<>(this::keep, invalid::add);
    settings.csv().forEachRow(row -> inOrder.add(row.row(), () -> read(row)), inOrder::add);
    inOrder.finish();
    kept.addAll(merged.merged(invalid::add));
  }

  private ReadMolecule read(MoleculeRow row) {
    double[] targets = row.values().stream().mapToDouble(v -> v.isNaN() ? v : target(v)).toArray();
    if (settings.split() instanceof SplitRule.Given && Splitting.Part.of(row.part()).isEmpty()) {
      throw new InvalidInputException(
          "the split cell says '" + row.part() + "', it must be train, validate or test");
    }
    MoleculeIdentity identity = MoleculeIdentity.of(row.smiles());
    String scaffold = settings.split() instanceof SplitRule.Scaffold ? identity.scaffold() : "";
    return new ReadMolecule(row, targets, identity.hash(), scaffold);
  }

  private double target(double value) {
    return targetOfValue.applyAsDouble(settings.transform().apply(value));
  }

  private void keep(ReadMolecule molecule) {
    Optional<MoleculeRow> first =
        Optional.ofNullable(firstOfIdentity.putIfAbsent(molecule.identity(), molecule.row()));
    first.ifPresent(
        f ->
            duplicates.add(
                new RowProblem(
                    molecule.row().row(),
                    "is the same molecule as row " + f.row() + values(f, molecule))));
    if (settings.keepDuplicates()) {
      kept.add(molecule);
    } else {
      merged.add(molecule);
    }
  }

  private static String values(MoleculeRow first, ReadMolecule again) {
    if (first.values().equals(again.row().values())) {
      return "";
    }
    return first.values().size() == 1
        ? ", with the value " + again.row().value() + " instead of " + first.value()
        : ", with the values " + again.row().values() + " instead of " + first.values();
  }

  private MoleculeFeaturiser featuriser(DataSplit<Integer> split) {
    OptionalLong seed = settings.learnSeed();
    if (seed.isEmpty()) {
      return settings.featuriser();
    }
    if (settings.featuriser() instanceof GridFingerprintFeaturiser grid) {
      List<String> smiles = split.train().stream().map(i -> kept.get(i).row().smiles()).toList();
      return settings.withDescriptors()
          ? grid.learnedWithDescriptorsFrom(smiles, seed.getAsLong())
          : grid.learnedFrom(smiles, seed.getAsLong());
    }
    throw new InvalidInputException(
        "only a GridFingerprintFeaturiser can learn its layout, not " + settings.featuriser());
  }

  private Loaded withImages(MoleculeFeaturiser featuriser, DataSplit<Integer> split) {
    List<MoleculeRow> rows = kept.stream().map(ReadMolecule::row).toList();
    double[][] targets = kept.stream().map(ReadMolecule::targets).toArray(double[][]::new);
    List<PackedImage> images = images(featuriser);
    List<Integer> usable = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (images.get(i).isMissing()) {
        invalid.add(new RowProblem(rows.get(i).row(), refusal(featuriser, rows.get(i).smiles())));
      } else {
        usable.add(i);
      }
    }
    invalid.sort(Comparator.comparingLong(RowProblem::row));
    MoleculeDataset stored = MoleculeDataset.of(rows, targets, images);
    return new Loaded(
        stored.part(usable),
        stored.part(usable(split.train(), images)),
        stored.part(usable(split.validate(), images)),
        stored.part(usable(split.test(), images)),
        featuriser,
        report(usable.size()));
  }

  /** Asks again, for the reason: images are cached without it. */
  private static String refusal(MoleculeFeaturiser featuriser, String smiles) {
    try {
      featuriser.image(smiles);
      return "its image cannot be made";
    } catch (InvalidInputException e) {
      return "its image cannot be made: " + e.getMessage();
    }
  }

  private static List<Integer> usable(List<Integer> part, List<PackedImage> images) {
    return part.stream().filter(i -> !images.get(i).isMissing()).toList();
  }

  private List<PackedImage> images(MoleculeFeaturiser featuriser) {
    List<String> smiles = kept.stream().map(molecule -> molecule.row().smiles()).toList();
    Optional<Path> folder = settings.cacheFolder();
    return folder.isPresent()
        ? new FeatureCache(folder.get()).images(featuriser, smiles)
        : PackedImage.all(featuriser, smiles);
  }

  private DatasetReport report(int used) {
    int left = settings.keepDuplicates() ? 0 : duplicates.size();
    return new DatasetReport(used + left + invalid.size(), used, invalid, duplicates);
  }
}
