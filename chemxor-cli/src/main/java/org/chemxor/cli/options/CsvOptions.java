package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeCsv;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which file and which of its columns. */
public final class CsvOptions {
  private static final String LEAVE_OUT = "leave-out";
  private static final String LIMIT = "limit";

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

  @Option(
      names = "--censored",
      paramLabel = "RULE",
      defaultValue = LEAVE_OUT,
      description =
          "What becomes of rows with bounds such as >10 or <0.1: leave-out, or limit, which takes 10"
              + " and 0.1 as values (default: ${DEFAULT-VALUE}).")
  private String censored = LEAVE_OUT;

  @Mixin private EncodingOption encoding = new EncodingOption();

  public Path file() {
    return csv;
  }

  public MoleculeCsv open() {
    return open(csv);
  }

  /** Another file whose columns are chosen the same way. */
  public MoleculeCsv open(Path file) {
    MoleculeCsv molecules = encoding.applyTo(MoleculeCsv.open(file));
    if (noHeader) {
      molecules = molecules.withoutHeader();
    }
    if (takesLimits()) {
      molecules = molecules.boundsAsLimits();
    }
    molecules = choose(valueColumn, molecules, molecules::valueColumn, molecules::valueColumn);
    return choose(smilesColumn, molecules, molecules::smilesColumn, molecules::smilesColumn);
  }

  private boolean takesLimits() {
    return switch (censored.toLowerCase(Locale.ROOT)) {
      case LEAVE_OUT -> false;
      case LIMIT -> true;
      default ->
          throw new InvalidInputException(
              "--censored is leave-out or limit, not \"" + censored + "\"");
    };
  }

  /**
   * The file's name, which of its columns are read and why, and how many bounds are taken as
   * values.
   */
  public String columns() {
    MoleculeCsv file = open();
    String columns = csv.getFileName() + ": " + file.columns();
    return takesLimits()
        ? columns + "; rows with a bound such as '>10' taken as its limit: " + file.limitedRows()
        : columns;
  }

  /** A file with a column as it was asked for: by its position if that is a number, or its name. */
  public static MoleculeCsv choose(
      @Nullable String column,
      MoleculeCsv file,
      IntFunction<MoleculeCsv> byPosition,
      Function<String, MoleculeCsv> byName) {
    if (column == null) {
      return file;
    }
    return column.matches("\\d{1,6}")
        ? byPosition.apply(Integer.parseInt(column))
        : byName.apply(column);
  }
}
