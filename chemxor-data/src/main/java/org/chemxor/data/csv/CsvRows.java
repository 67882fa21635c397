package org.chemxor.data.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.ValueCell.BadCell;

/** Walks through the rows of one file and checks each. */
final class CsvRows {
  private final String file;
  private final CsvSettings settings;

  CsvRows(String file, CsvSettings settings) {
    this.file = file;
    this.settings = settings;
  }

  void read(BufferedReader reader, Consumer<MoleculeRow> rows, Consumer<RowProblem> problems)
      throws IOException {
    walk(
        reader,
        (columns, first, records) -> {
          if (!settings(first).header()) {
            accept(first, columns, rows, problems);
          } else if (!records.hasNext()) {
            throw new InvalidInputException(file + " has a header but no row below it");
          }
          while (records.hasNext()) {
            accept(records.next(), columns, rows, problems);
          }
        });
  }

  /** Which columns would be read, and why. */
  String words(BufferedReader reader) throws IOException {
    String[] words = {""};
    walk(reader, (columns, first, records) -> words[0] = columns.words());
    return words[0];
  }

  /** What the values are called. */
  List<String> valueNames(BufferedReader reader) throws IOException {
    List<String> names = new ArrayList<>();
    walk(
        reader,
        (columns, first, records) ->
            names.addAll(columns.names(first.getFields(), settings(first).header())));
    return names;
  }

  /** What is done with a file whose columns are known. */
  private interface Walk {
    void through(CsvColumns columns, CsvRecord first, Iterator<CsvRecord> records);
  }

  private void walk(BufferedReader reader, Walk walk) throws IOException {
    try (CsvReader<CsvRecord> csv = newReader(separator(reader), reader);
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      if (!records.hasNext()) {
        throw new InvalidInputException(file + " is empty; a CSV file with molecules is needed");
      }
      CsvRecord first = records.next();
      walk.through(
          CsvColumns.of(settings(first), first.getFields(), isSmilesFile(), file), first, records);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw malformed(e);
    }
  }

  /** SMILES files have no header but by exception. */
  private CsvSettings settings(CsvRecord first) {
    boolean isHeader =
        settings.header()
            && (!isSmilesFile() || first.getField(0).strip().equalsIgnoreCase("smiles"));
    return settings.withHeader(isHeader);
  }

  private boolean isSmilesFile() {
    return file.toLowerCase(Locale.ROOT).matches(".*\\.(smi|smiles)(\\.gz)?");
  }

  private char separator(BufferedReader reader) throws IOException {
    if (settings.separator().isPresent()) {
      return settings.separator().get();
    }
    char guess = CsvSeparator.guess(reader);
    return isSmilesFile() && guess != '\t' ? ' ' : guess;
  }

  private static CsvReader<CsvRecord> newReader(char separator, BufferedReader reader) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(true)
        .ofCsvRecord(reader);
  }

  private InvalidInputException malformed(CsvParseException e) {
    String reason =
        Optional.ofNullable(e.getMessage()).orElse("its quotes or separators do not fit");
    return new InvalidInputException(file + " is not a readable CSV file: " + reason, e);
  }

  private void accept(
      CsvRecord csv,
      CsvColumns columns,
      Consumer<MoleculeRow> rows,
      Consumer<RowProblem> problems) {
    long row = csv.getStartingLineNumber();
    try {
      String smiles = cell(csv, columns.smiles(), "SMILES");
      List<Double> values = values(csv, columns.values());
      String name =
          columns.name() < 0 || columns.name() >= csv.getFieldCount()
              ? ""
              : csv.getField(columns.name()).strip();
      String part = columns.part() < 0 ? "" : cell(csv, columns.part(), "split");
      rows.accept(new MoleculeRow(row, name, smiles, values, part));
    } catch (BadCell e) {
      problems.accept(e.problem(row));
    }
  }

  /** One value must be there; of several some may be missing, not all. */
  private List<Double> values(CsvRecord csv, List<Integer> columns) throws BadCell {
    if (columns.size() == 1) {
      return List.of(ValueCell.parse(cell(csv, columns.get(0), "value"), settings.limits()));
    }
    List<String> cells = new ArrayList<>();
    for (int column : columns) {
      cells.add(column < csv.getFieldCount() ? csv.getField(column).strip() : "");
    }
    return ValueCell.parseSome(cells, settings.limits());
  }

  private static String cell(CsvRecord csv, int column, String what) throws BadCell {
    if (column >= csv.getFieldCount()) {
      throw new BadCell(
          "there is no "
              + what
              + " cell: the row has "
              + csv.getFieldCount()
              + " cells, the "
              + what
              + " is number "
              + (column + 1),
          RowProblem.Kind.OTHER);
    }
    String text = csv.getField(column).strip();
    if (text.isEmpty()) {
      throw new BadCell("the " + what + " cell is empty", RowProblem.Kind.OTHER);
    }
    return text;
  }
}
