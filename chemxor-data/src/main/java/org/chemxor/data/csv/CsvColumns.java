package org.chemxor.data.csv;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.smiles.Molecules;

/**
 * Which columns of a file are read, and why these.
 *
 * @param values positions of the values, from 0; empty when they are not read
 * @param smiles position of the SMILES; -1 when they are not read, as for the others
 * @param name position of the names
 * @param part position of what says train, validate or test
 * @param words value and SMILES columns with the reasons, for people
 */
record CsvColumns(List<Integer> values, int smiles, int name, int part, String words) {

  /** A position and the reason for it. */
  private record Choice(int position, String why) {}

  /**
   * Finds the columns.
   *
   * @param first the header, or the first row when there is none
   * @param isSmilesFile whether the SMILES come first by custom, names after them
   * @throws InvalidInputException when one is missing, or the header is a molecule
   */
  static CsvColumns of(
      CsvSettings settings, List<String> first, boolean isSmilesFile, String file) {
    Choice smiles = smiles(settings, first, isSmilesFile, file);
    List<Choice> values = settings.values() ? values(settings, first, smiles, file) : List.of();
    if (settings.header()) {
      requireHeader(settings, first, smiles, values, file);
    }
    boolean namesFollow = isSmilesFile && settings.name().isEmpty() && !settings.values();
    int name =
        namesFollow && first.size() > 1
            ? 1
            : optional("name", settings.name(), settings, first, file);
    String words = "SMILES from " + shown(smiles, first, settings.header());
    return new CsvColumns(
        values.stream().map(Choice::position).toList(),
        smiles.position(),
        name,
        optional("split", settings.part(), settings, first, file),
        values.isEmpty()
            ? words
            : "values from "
                + values.stream()
                    .map(value -> shown(value, first, settings.header()))
                    .collect(Collectors.joining(", "))
                + ", "
                + words);
  }

  private static String shown(Choice choice, List<String> first, boolean hasHeader) {
    return "column "
        + choice.position()
        + (hasHeader ? " '" + first.get(choice.position()).strip() + "'" : "")
        + " ("
        + choice.why()
        + ")";
  }

  private static int optional(
      String what, Optional<CsvColumn> column, CsvSettings s, List<String> first, String file) {
    return column.map(c -> c.resolve(what, first, s.header(), file)).orElse(-1);
  }

  private static Choice smiles(
      CsvSettings settings, List<String> first, boolean isSmilesFile, String file) {
    if (settings.smiles().isPresent()) {
      return new Choice(
          settings.smiles().get().resolve("SMILES", first, settings.header(), file), "as asked");
    }
    if (settings.header()) {
      OptionalInt called = CsvColumn.find("smiles", first);
      if (called.isPresent()) {
        return new Choice(called.getAsInt(), "by its name");
      }
    }
    boolean isSecond = settings.values() && !isSmilesFile;
    int position = CsvColumn.at(isSecond ? 1 : 0).resolve("SMILES", first, settings.header(), file);
    return new Choice(
        position, (isSecond ? "the second" : "the first") + ", none is called smiles");
  }

  private static List<Choice> values(
      CsvSettings settings, List<String> first, Choice smiles, String file) {
    if (!settings.targets().isEmpty()) {
      return settings.targets().stream()
          .flatMap(c -> c.resolveAll("value", first, settings.header(), file).stream())
          .map(position -> new Choice(position, "as asked"))
          .toList();
    }
    CsvColumn column = CsvColumn.at(smiles.position() == 0 ? 1 : 0);
    return List.of(
        new Choice(
            column.resolve("value", first, settings.header(), file),
            "the first beside the SMILES, none was asked for"));
  }

  /** The headers of the values; their positions where there is no header. */
  List<String> names(List<String> first, boolean hasHeader) {
    return values.stream()
        .map(position -> hasHeader ? first.get(position).strip() : String.valueOf(position))
        .toList();
  }

  /** A first line that is a molecule would be lost as a header. */
  private static void requireHeader(
      CsvSettings settings, List<String> header, Choice smiles, List<Choice> values, String file) {
    boolean isNamed =
        smiles.why().equals("by its name")
            || settings.smiles().filter(CsvColumn::isNamed).isPresent()
            || settings.targets().stream().anyMatch(CsvColumn::isNamed);
    String cell = header.get(smiles.position()).strip();
    boolean hasValue =
        values.stream().allMatch(value -> ValueCell.isNumber(header.get(value.position()).strip()));
    if (!isNamed && hasValue && Molecules.isReadable(cell)) {
      throw new InvalidInputException(
          "the first line of "
              + file
              + " reads as a molecule, '"
              + cell
              + "', and would be lost as a header; say that there is none (--no-header,"
              + " withoutHeader()), or name the column with the SMILES");
    }
  }
}
