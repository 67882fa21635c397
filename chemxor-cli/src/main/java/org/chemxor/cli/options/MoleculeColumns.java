package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.chemxor.data.csv.MoleculeCsv;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which columns of a file hold the molecules. */
public final class MoleculeColumns {
  @Option(
      names = "--smiles-column",
      paramLabel = "COLUMN",
      description = "Column with the SMILES: its name, or its position from 0.")
  private @Nullable String smilesColumn;

  @Option(
      names = "--name-column",
      paramLabel = "COLUMN",
      description = "Column with the names, likewise.")
  private @Nullable String nameColumn;

  @Option(
      names = "--no-header",
      description = "The first line is a molecule already; columns are known by position.")
  private boolean noHeader;

  @Mixin private EncodingOption encoding = new EncodingOption();

  /** The column with the SMILES, if one was named. */
  public Optional<String> smilesColumn() {
    return Optional.ofNullable(smilesColumn);
  }

  /** The column with the names, if one was named. */
  public Optional<String> nameColumn() {
    return Optional.ofNullable(nameColumn);
  }

  /**
   * The molecules of a file.
   *
   * @throws org.chemxor.core.InvalidInputException when it cannot be read
   */
  public MoleculeCsv open(Path file) {
    MoleculeCsv csv = encoding.applyTo(MoleculeCsv.open(file)).withoutValues();
    if (noHeader) {
      csv = csv.withoutHeader();
    }
    csv = CsvOptions.choose(smilesColumn, csv, csv::smilesColumn, csv::smilesColumn);
    return CsvOptions.choose(nameColumn, csv, csv::nameColumn, csv::nameColumn);
  }
}
