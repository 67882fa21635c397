package org.chemxor.data.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.chemxor.core.InvalidInputException;

/** Walks through the rows of one file and checks each. */
final class CsvRows {
  private static final int SHOWN_LENGTH = 40;

  private final String file;
  private final CsvSettings settings;

  CsvRows(String file, CsvSettings settings) {
    this.file = file;
    this.settings = settings;
  }

  /** Positions of the columns; -1 for a column that is not read. */
  private record Columns(int value, int smiles, int name, int part) {}

  void read(BufferedReader reader, Consumer<MoleculeRow> rows, Consumer<RowProblem> problems)
      throws IOException {
    char separator =
        settings.separator().isPresent() ? settings.separator().get() : CsvSeparator.guess(reader);
    try (CsvReader<CsvRecord> csv = newReader(separator, reader);
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      if (!records.hasNext()) {
        throw new InvalidInputException(file + " is empty; a CSV file with molecules is needed");
      }
      CsvRecord first = records.next();
      Columns columns = columns(first.getFields());
      if (!settings.header()) {
        accept(first, columns, rows, problems);
      } else if (!records.hasNext()) {
        throw new InvalidInputException(file + " has a header but no row below it");
      }
      while (records.hasNext()) {
        accept(records.next(), columns, rows, problems);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw malformed(e);
    }
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

  private Columns columns(List<String> header) {
    int smiles = smilesColumn(header);
    int value = settings.values() ? valueColumn(header, smiles) : -1;
    return new Columns(
        value,
        smiles,
        optional("name", settings.name(), header),
        optional("split", settings.part(), header));
  }

  private int optional(String what, Optional<CsvColumn> column, List<String> header) {
    return column.map(c -> c.resolve(what, header, settings.header(), file)).orElse(-1);
  }

  private int smilesColumn(List<String> header) {
    if (settings.smiles().isPresent()) {
      return settings.smiles().get().resolve("SMILES", header, settings.header(), file);
    }
    if (settings.header()) {
      OptionalInt called = CsvColumn.find("smiles", header);
      if (called.isPresent()) {
        return called.getAsInt();
      }
    }
    return CsvColumn.at(settings.values() ? 1 : 0)
        .resolve("SMILES", header, settings.header(), file);
  }

  private int valueColumn(List<String> header, int smiles) {
    CsvColumn column = settings.value().orElse(CsvColumn.at(smiles == 0 ? 1 : 0));
    return column.resolve("value", header, settings.header(), file);
  }

  private static void accept(
      CsvRecord csv, Columns columns, Consumer<MoleculeRow> rows, Consumer<RowProblem> problems) {
    long row = csv.getStartingLineNumber();
    try {
      String smiles = cell(csv, columns.smiles(), "SMILES");
      double value = columns.value() < 0 ? Double.NaN : number(cell(csv, columns.value(), "value"));
      String name =
          columns.name() < 0 || columns.name() >= csv.getFieldCount()
              ? ""
              : csv.getField(columns.name()).strip();
      String part = columns.part() < 0 ? "" : cell(csv, columns.part(), "split");
      rows.accept(new MoleculeRow(row, name, smiles, value, part));
    } catch (BadCell e) {
      problems.accept(new RowProblem(row, e.reason));
    }
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
              + (column + 1));
    }
    String text = csv.getField(column).strip();
    if (text.isEmpty()) {
      throw new BadCell("the " + what + " cell is empty");
    }
    return text;
  }

  /** A finite decimal number; Java's extras (hexadecimal, NaN, a trailing 'd') are refused. */
  private static double number(String text) throws BadCell {
    boolean plain = text.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0);
    try {
      double value = plain ? Double.parseDouble(text) : Double.NaN;
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw notANumber(text);
    }
    throw notANumber(text);
  }

  private static BadCell notANumber(String text) {
    String shown = text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
    String hint = text.matches("[+-]?\\d*,\\d+") ? "; write decimals with a point" : "";
    return new BadCell("the value '" + shown + "' is not a finite number" + hint);
  }

  /** A cell that makes its row unusable. */
  private static final class BadCell extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    BadCell(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
