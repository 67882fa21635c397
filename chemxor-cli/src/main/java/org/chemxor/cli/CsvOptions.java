package org.chemxor.cli;

import java.nio.file.Path;
import org.chemxor.data.MoleculeCsv;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file and which of its columns. */
final class CsvOptions {
  @Option(
      names = "--csv",
      required = true,
      paramLabel = "FILE",
      description = "Molecules and values: the value first, then SMILES, unless columns are named.")
  private Path csv = Path.of("");

  @Option(names = "--value-column", paramLabel = "NAME", description = "Column with the values.")
  private @Nullable String valueColumn;

  @Option(names = "--smiles-column", paramLabel = "NAME", description = "Column with the SMILES.")
  private @Nullable String smilesColumn;

  Path file() {
    return csv;
  }

  MoleculeCsv open() {
    MoleculeCsv molecules = MoleculeCsv.open(csv);
    if (valueColumn != null) {
      molecules = molecules.valueColumn(valueColumn);
    }
    return smilesColumn == null ? molecules : molecules.smilesColumn(smilesColumn);
  }
}
