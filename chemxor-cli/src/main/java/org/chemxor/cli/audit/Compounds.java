package org.chemxor.cli.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chemxor.audit.AuditedCompounds;
import org.chemxor.cli.options.CsvOptions;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.dataset.MoleculeTable;
import org.chemxor.data.dataset.SavedSplit;
import org.chemxor.data.smiles.MoleculeIdentity;
import org.jspecify.annotations.Nullable;

/** Reads the compounds of an audit: which a model learned from, which it never saw. */
final class Compounds {
  private final LoadedModel loaded;
  private final Path folder;
  private int excluded;

  /**
   * Compounds for a model.
   *
   * @param folder where the model and its split are
   */
  Compounds(LoadedModel loaded, Path folder) {
    this.loaded = loaded;
    this.folder = folder;
  }

  /** Compounds of the second file that are also in the first, and were left out. */
  int excluded() {
    return excluded;
  }

  /**
   * Reads them.
   *
   * @param csv the file that the model was trained on
   * @param against a file of compounds that it never saw, if there is one
   * @throws InvalidInputException when the model does not know its split and there is no second
   *     file
   */
  AuditedCompounds read(CsvOptions csv, @Nullable Path against) {
    MoleculeDataset training = table(csv.open());
    Optional<SavedSplit> split = split();
    if (split.isEmpty() && against == null) {
      throw new InvalidInputException(
          "the model in "
              + folder
              + " does not know which rows it learned from: all of "
              + csv.file().getFileName()
              + " are taken as such, and --against FILE is needed with compounds that it never saw");
    }
    List<Sample> others = new ArrayList<>();
    if (against != null) {
      others.addAll(unseen(table(csv.open(against)), training));
    }
    if (split.isEmpty()) {
      return new AuditedCompounds(samples(training), others, List.of());
    }
    others.addAll(samples(split.get().part(training, SavedSplit.Part.TEST)));
    return new AuditedCompounds(
        samples(split.get().part(training, SavedSplit.Part.TRAIN)),
        others,
        samples(split.get().part(training, SavedSplit.Part.VALIDATION)));
  }

  private MoleculeDataset table(MoleculeCsv file) {
    return MoleculeTable.read(file, loaded.featuriser(), loaded::requireKnownTarget).samples();
  }

  private Optional<SavedSplit> split() {
    return Optional.ofNullable(loaded.model().info().training().get(LoadedModel.SPLIT_DIGEST))
        .map(digest -> SavedSplit.load(folder.resolve(LoadedModel.SPLIT_FILE), digest));
  }

  private List<Sample> unseen(MoleculeDataset others, MoleculeDataset training) {
    Set<UUID> seen =
        new HashSet<>(
            training.smiles().parallelStream()
                .map(Compounds::identity)
                .collect(Collectors.toSet()));
    List<Sample> unseen =
        samples(others).stream().filter(sample -> seen.add(identity(sample.smiles()))).toList();
    excluded = others.size() - unseen.size();
    return unseen;
  }

  private static UUID identity(String smiles) {
    return MoleculeIdentity.of(smiles).hash();
  }

  /** The molecules with what the model learns of them, named after their rows. */
  private List<Sample> samples(MoleculeDataset molecules) {
    double[][] targets = loaded.targets(molecules);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      MoleculeRow row = molecules.row(i);
      String name = "row " + row.row() + (row.name().isEmpty() ? "" : ", " + row.name());
      samples.add(new Sample(name, row.smiles(), molecules.image(i), targets[i][0]));
    }
    return samples;
  }
}
