package org.chemxor.data.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/**
 * A CSV file of molecules and, usually, a value for each. Immutable: every setter gives a new
 * object, and the same one may be read many times.
 *
 * <pre>{@code
 * MoleculeCsv csv = MoleculeCsv.open("solubility.csv").valueColumn("logS");
 * MoleculeTable table = MoleculeTable.read(csv, GridFingerprintFeaturiser.standard());
 * table.samples();  // the molecules
 * table.problems(); // the rows left out, and why
 * }</pre>
 *
 * <p>Columns that are not named: the SMILES are in the column called "smiles" in upper or lower
 * case, or else in the second column (the first, when there are no values); the values are in the
 * first column that is not the SMILES column. The separator (comma, semicolon or tab) is guessed
 * from the first line, quotes may enclose cells, a byte-order mark is honoured and gzip unpacked.
 * In files called .smi or .smiles a blank or tab separates the SMILES from what follows (the name
 * or, when values are read, the value), and there is no header unless it begins with "smiles".
 *
 * <p>Files called .sdf or .sd are SD files, V2000 or V3000: a value comes from the data field that
 * is named as its column, a name from one, too, or from the first line of the structure.
 *
 * <p>A first line that is read as a header although it is a molecule is refused.
 *
 * <p>A row that cannot be used (no such cell, a value that is not a number, a SMILES that is empty
 * or cannot be read) is reported and left out; the rows after it are read all the same. A file that
 * is missing, empty or has no such column is an {@link InvalidInputException}.
 */
public final class MoleculeCsv {
  private final Path path;
  private final CsvSettings settings;

  private MoleculeCsv(Path path, CsvSettings settings) {
    this.path = path;
    this.settings = settings;
  }

  /**
   * A file with default settings.
   *
   * @throws InvalidInputException when there is no such file
   */
  public static MoleculeCsv open(Path path) {
    InputFiles.requireReadable(path);
    return new MoleculeCsv(path, CsvSettings.DEFAULT);
  }

  /** A file with default settings, by its name. */
  public static MoleculeCsv open(String path) {
    return open(Path.of(path));
  }

  /**
   * Takes the values from the column with this header; upper and lower case matter only if needed.
   */
  public MoleculeCsv valueColumn(String name) {
    return with(settings.withTargets(List.of(CsvColumn.named(name))));
  }

  /** Takes the values from the column at this position, counted from 0. */
  public MoleculeCsv valueColumn(int position) {
    return with(settings.withTargets(List.of(CsvColumn.at(position))));
  }

  /** Takes the SMILES from the column with this header. */
  public MoleculeCsv smilesColumn(String name) {
    return with(settings.withSmiles(CsvColumn.named(name)));
  }

  /** Takes the SMILES from the column at this position, counted from 0. */
  public MoleculeCsv smilesColumn(int position) {
    return with(settings.withSmiles(CsvColumn.at(position)));
  }

  /** Takes the names from the column with this header; without it, names are empty. */
  public MoleculeCsv nameColumn(String name) {
    return with(settings.withName(CsvColumn.named(name)));
  }

  /** Takes the names from the column at this position, counted from 0. */
  public MoleculeCsv nameColumn(int position) {
    return with(settings.withName(CsvColumn.at(position)));
  }

  /** Takes the part of the data each row belongs to from this column, for a given split. */
  public MoleculeCsv splitColumn(String name) {
    return with(settings.withPart(CsvColumn.named(name)));
  }

  /** Takes the part of the data from the column at this position, counted from 0. */
  public MoleculeCsv splitColumn(int position) {
    return with(settings.withPart(CsvColumn.at(position)));
  }

  /** Reads molecules only, as for prediction: their targets are NaN. */
  public MoleculeCsv withoutValues() {
    return with(settings.withValues(false));
  }

  /** The first line is a molecule already: columns are known by position only. */
  public MoleculeCsv withoutHeader() {
    return with(settings.withHeader(false));
  }

  /** Sets what separates the cells, instead of guessing it. */
  public MoleculeCsv separator(char separator) {
    return with(settings.withSeparator(separator));
  }

  /** Sets the encoding of a file without byte-order mark; UTF-8 unless set. */
  public MoleculeCsv charset(Charset charset) {
    return with(settings.withCharset(charset));
  }

  /**
   * Takes bounds such as {@code >10} or {@code <=0.1} as their limits, 10 and 0.1, instead of
   * leaving their rows out. Estimates such as {@code ~5} stay left out.
   */
  public MoleculeCsv boundsAsLimits() {
    return with(settings.withLimits(true));
  }

  /**
   * How many rows are read because bounds are taken as limits: to be shown, because such a value is
   * less than a measurement.
   *
   * @throws InvalidInputException when the file as a whole cannot be used
   */
  public long limitedRows() {
    return with(settings.withLimits(false)).boundRows() - boundRows();
  }

  private long boundRows() {
    AtomicLong count = new AtomicLong();
    forEachRow(
        row -> {}, problem -> count.addAndGet(problem.kind() == RowProblem.Kind.BOUND ? 1 : 0));
    return count.get();
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /**
   * Reads the file row by row without looking at the molecules.
   *
   * @param rows receives every row with a value and a SMILES, in the order of the file
   * @param problems receives every row that lacks one
   * @throws InvalidInputException when the file as a whole cannot be used
   */
  public void forEachRow(Consumer<MoleculeRow> rows, Consumer<RowProblem> problems) {
    read(
        reader -> {
          if (SdRows.isSdFile(path.toString())) {
            new SdRows(path.toString(), settings).read(reader, rows, problems);
          } else {
            new CsvRows(path.toString(), settings).read(reader, rows, problems);
          }
          return "";
        });
  }

  /**
   * Which columns are read, and why these: to be shown, because a column that was not asked for may
   * be the wrong one.
   *
   * @return for example "values from column 0 'num' (the first beside the SMILES, none was asked
   *     for), SMILES from column 1 'smiles' (by its name)"
   * @throws InvalidInputException when the file as a whole cannot be used
   */
  public String columns() {
    return SdRows.isSdFile(path.toString())
        ? new SdRows(path.toString(), settings).words()
        : read(reader -> new CsvRows(path.toString(), settings).words(reader));
  }

  /**
   * What the values are called: the headers of their columns, positions in a file without header,
   * names of data fields; empty when no values are read.
   *
   * @throws InvalidInputException when the file as a whole cannot be used
   */
  public List<String> valueNames() {
    return SdRows.isSdFile(path.toString())
        ? new SdRows(path.toString(), settings).valueNames()
        : read(reader -> new CsvRows(path.toString(), settings).valueNames(reader));
  }

  /** Something done with the opened file. */
  private interface Reading<T> {
    T of(BufferedReader reader) throws IOException;
  }

  private <T> T read(Reading<T> reading) {
    try (BufferedReader reader = CsvSource.open(path, settings.charset())) {
      return reading.of(reader);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          path
              + " is not "
              + settings.charset()
              + " text; save it as UTF-8, or say how it is encoded, such as Latin-1: --encoding ISO-8859-1, charset(...)",
          e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** Whether a split column was set. */
  public boolean hasSplitColumn() {
    return settings.part().isPresent();
  }

  private MoleculeCsv with(CsvSettings other) {
    return new MoleculeCsv(path, other);
  }

  /** The file and its settings. */
  @Override
  public String toString() {
    return "MoleculeCsv[" + path + "]";
  }
}
