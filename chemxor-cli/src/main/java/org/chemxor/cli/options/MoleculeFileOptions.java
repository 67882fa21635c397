package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.chemxor.data.csv.MoleculeCsv;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A file of molecules to predict, and where the predictions go. */
public final class MoleculeFileOptions {
  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "CSV file of molecules: the column called smiles, or else the first.")
  private @Nullable Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "CSV file for the predictions of --input. After an interruption of query the same command"
              + " goes on where it stopped.")
  private @Nullable Path output;

  @Mixin private MoleculeColumns columns = new MoleculeColumns();

  /** The file of molecules, if there is one. */
  public Optional<Path> input() {
    return Optional.ofNullable(input);
  }

  /** Where predictions go, if they go to a file. */
  public Optional<Path> output() {
    return Optional.ofNullable(output);
  }

  /** Whether a file was given where a file is needed and none where none is. */
  public boolean fits(boolean hasSmiles) {
    return (input != null) == (output != null) && (input != null) != hasSmiles;
  }

  /**
   * The molecules of a file.
   *
   * @throws org.chemxor.core.InvalidInputException when it cannot be read
   */
  public MoleculeCsv open(Path file) {
    return columns.open(file);
  }
}
