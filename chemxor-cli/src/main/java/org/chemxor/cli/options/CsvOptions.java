package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.chemxor.data.csv.MoleculeCsv;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which file and which of its columns. */
public final class CsvOptions {
  @Option(
      names = "--csv",
      required = true,
      paramLabel = "FILE",
      description = "Molecules and values: the value first, then SMILES, unless columns are named.")
  private Path csv = Path.of("");

  @Option(
      names = "--value-column",
      paramLabel = "COLUMN",
      description =
          "Column with the values: its name, or its position from 0. Several targets: names or"
              + " positions divided by commas; empty cells are missing values.")
  private @Nullable String valueColumn;

  @Option(
      names = "--smiles-column",
      paramLabel = "COLUMN",
      description = "Column with the SMILES, likewise.")
  private @Nullable String smilesColumn;

  @Option(
      names = "--no-header",
      description = "The first line is a molecule already; columns are known by position.")
  private boolean noHeader;

  @Mixin private EncodingOption encoding = new EncodingOption();

  public Path file() {
    return csv;
  }

  public MoleculeCsv open() {
    MoleculeCsv molecules = encoding.applyTo(MoleculeCsv.open(csv));
    if (noHeader) {
      molecules = molecules.withoutHeader();
    }
    if (valueColumn != null) {
      OptionalInt position = position(valueColumn);
      molecules =
          position.isPresent()
              ? molecules.valueColumn(position.getAsInt())
              : molecules.valueColumn(valueColumn);
    }
    if (smilesColumn != null) {
      OptionalInt position = position(smilesColumn);
      molecules =
          position.isPresent()
              ? molecules.smilesColumn(position.getAsInt())
              : molecules.smilesColumn(smilesColumn);
    }
    return molecules;
  }

  /** The file's name, and which of its columns are read and why. */
  public String columns() {
    return csv.getFileName() + ": " + open().columns();
  }

  /** The number that a column's name is, if it is one. */
  public static OptionalInt position(String column) {
    return column.matches("\\d{1,6}")
        ? OptionalInt.of(Integer.parseInt(column))
        : OptionalInt.empty();
  }
}
