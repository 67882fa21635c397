package org.chemxor.data.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.ValueCell.BadCell;
import org.chemxor.data.smiles.MolBlocks;

/**
 * Walks through the records of an SD file: a structure (V2000 or V3000), data fields, "$$$$". The
 * value comes from the data field that was named, the name from one or else from the first line.
 */
final class SdRows {
  /** Longest record, in lines: more than 500 atoms with all their bonds and data need. */
  private static final int MAX_LINES = 10_000;

  private static final Pattern FIELD = Pattern.compile(">.*<([^>]+)>.*");

  private final String file;
  private final CsvSettings settings;

  SdRows(String file, CsvSettings settings) {
    this.file = file;
    this.settings = settings;
  }

  static boolean isSdFile(String file) {
    return file.toLowerCase(Locale.ROOT).matches(".*\\.(sdf|sd)(\\.gz)?");
  }

  /** A record: the line on which it starts, its structure and its data fields. */
  private record Entry(long row, List<String> lines, boolean isTooLong) {
    String block() {
      int end = lines.indexOf("M  END");
      return String.join("\n", lines.subList(0, end < 0 ? lines.size() : end + 1)) + "\n";
    }

    Map<String, String> fields() {
      Map<String, String> fields = new LinkedHashMap<>();
      String open = "";
      for (String line : lines) {
        Matcher field = FIELD.matcher(line);
        if (field.matches()) {
          open = field.group(1);
          fields.put(open, "");
        } else if (line.isBlank()) {
          open = "";
        } else if (!open.isEmpty()) {
          fields.merge(open, line.strip(), (old, more) -> (old + " " + more).strip());
        }
      }
      return fields;
    }
  }

  void read(BufferedReader reader, Consumer<MoleculeRow> rows, Consumer<RowProblem> problems)
      throws IOException {
    long line = 1;
    long records = 0;
    for (Entry entry = next(reader, line); !entry.lines().isEmpty(); entry = next(reader, line)) {
      if (records == 0) {
        requireFields(entry);
      }
      records++;
      line += entry.lines().size();
      accept(entry, rows, problems);
    }
    if (records == 0) {
      throw new InvalidInputException(file + " is empty; an SD file with molecules is needed");
    }
  }

  /** What is read, and why. */
  String words() {
    return settings.values()
        ? "values from data field '"
            + String.join("', '", valueNames())
            + "' (as asked), SMILES of structures"
        : "SMILES of structures";
  }

  private static Entry next(BufferedReader reader, long row) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = reader.readLine();
    while (line != null && !line.startsWith("$$$$") && lines.size() < MAX_LINES) {
      lines.add(line.stripTrailing());
      line = reader.readLine();
    }
    boolean isTooLong = line != null && !line.startsWith("$$$$");
    if (line == null && lines.stream().allMatch(String::isBlank)) {
      return new Entry(row, List.of(), false);
    }
    lines.add("$$$$");
    return new Entry(row, lines, isTooLong);
  }

  /** Values need a field; SD files have no order of columns to guess from. */
  private void requireFields(Entry first) {
    List<CsvColumn> asked = new ArrayList<>();
    settings.name().ifPresent(asked::add);
    settings.part().ifPresent(asked::add);
    asked.addAll(settings.values() ? settings.targets() : List.of());
    boolean lacksValue = settings.values() && settings.targets().isEmpty();
    if (lacksValue || !asked.stream().allMatch(CsvColumn::isNamed)) {
      throw new InvalidInputException(
          file
              + " is an SD file: name the data field with the values (--value-column,"
              + " valueColumn(...)), positions have no meaning there; its first record has the"
              + " fields "
              + String.join(", ", first.fields().keySet()));
    }
  }

  private void accept(Entry entry, Consumer<MoleculeRow> rows, Consumer<RowProblem> problems) {
    if (entry.isTooLong()) {
      throw new InvalidInputException(
          file + " has a record of more than " + MAX_LINES + " lines from line " + entry.row());
    }
    Map<String, String> fields = entry.fields();
    try {
      List<Double> values = values(fields);
      String part =
          settings.part().isPresent() ? field(fields, name(settings.part()), "split") : "";
      String title =
          settings.name().isPresent()
              ? find(fields, name(settings.name())).orElse("")
              : entry.lines().get(0).strip();
      String smiles = MolBlocks.smiles(entry.block());
      rows.accept(new MoleculeRow(entry.row(), title, smiles, values, part));
    } catch (BadCell e) {
      problems.accept(e.problem(entry.row()));
    } catch (InvalidInputException e) {
      problems.accept(new RowProblem(entry.row(), String.valueOf(e.getMessage())));
    }
  }

  private List<Double> values(Map<String, String> fields) throws BadCell {
    List<String> names = valueNames();
    if (names.size() == 1) {
      return List.of(ValueCell.parse(field(fields, names.get(0), "value"), settings.limits()));
    }
    return ValueCell.parseSome(
        names.stream().map(name -> find(fields, name).orElse("")).toList(), settings.limits());
  }

  /** What the values are called; empty when they are not read. */
  List<String> valueNames() {
    return settings.values()
        ? settings.targets().stream()
            .flatMap(column -> column.parts().stream())
            .map(CsvColumn::name)
            .toList()
        : List.of();
  }

  private static String name(Optional<CsvColumn> column) {
    return column.map(CsvColumn::name).orElse("");
  }

  private static String field(Map<String, String> fields, String name, String what) throws BadCell {
    String text = find(fields, name).orElse("");
    if (text.isEmpty()) {
      throw new BadCell(
          "the record has no " + what + " in a data field '" + name + "'", RowProblem.Kind.OTHER);
    }
    return text;
  }

  private static Optional<String> find(Map<String, String> fields, String name) {
    return fields.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
