package org.chemxor.data.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.chemxor.core.InvalidInputException;

/** A column as the user names it: by its header or by its position from 0. */
record CsvColumn(String name, int position) {

  static CsvColumn named(String name) {
    return new CsvColumn(name, -1);
  }

  static CsvColumn at(int position) {
    if (position < 0) {
      throw new InvalidInputException(
          "a column position counts from 0, got " + position + "; the first column is 0");
    }
    return new CsvColumn("", position);
  }

  boolean isNamed() {
    return position < 0;
  }

  /**
   * Its position in a file.
   *
   * @param header the header's cells, or the first row's when the file has none
   * @throws InvalidInputException when the file has no such column; the message lists those it has
   */
  int resolve(String what, List<String> header, boolean hasHeader, String file) {
    if (!isNamed()) {
      if (position < header.size()) {
        return position;
      }
      throw missing(what, "at position " + position, header, hasHeader, file);
    }
    if (!hasHeader) {
      throw new InvalidInputException(
          what
              + " column '"
              + name
              + "' was asked for by name, but "
              + file
              + " is read without a header; give its position, from 0");
    }
    List<Integer> matches = matches(name, header);
    if (matches.isEmpty()) {
      throw missing(what, "'" + name + "'", header, true, file);
    }
    if (matches.size() > 1) {
      throw new InvalidInputException(
          file
              + " has "
              + matches.size()
              + " columns called '"
              + name
              + "', at positions "
              + matches
              + "; say which one by its position, from 0");
    }
    return matches.get(0);
  }

  /**
   * Its positions in a file: several where no column has the name and it is a list of names or
   * positions, divided by commas.
   *
   * @throws InvalidInputException when the file lacks one of them, or one is named twice
   */
  List<Integer> resolveAll(String what, List<String> header, boolean hasHeader, String file) {
    if (!isNamed() || !name.contains(",") || !matches(name, header).isEmpty()) {
      return List.of(resolve(what, header, hasHeader, file));
    }
    List<Integer> positions =
        parts().stream().map(part -> part.resolve(what, header, hasHeader, file)).toList();
    if (positions.stream().distinct().count() < positions.size()) {
      throw new InvalidInputException("the columns '" + name + "' name one of them twice");
    }
    return positions;
  }

  /** The columns of a list, divided by commas. */
  List<CsvColumn> parts() {
    return Arrays.stream(name.split(",", -1))
        .map(String::strip)
        .map(part -> part.matches("\\d{1,6}") ? at(Integer.parseInt(part)) : named(part))
        .toList();
  }

  /** The only column of that name, ignoring upper and lower case; empty when none or several. */
  static OptionalInt find(String name, List<String> header) {
    List<Integer> matches = matches(name, header);
    return matches.size() == 1 ? OptionalInt.of(matches.get(0)) : OptionalInt.empty();
  }

  /** Exact matches, or, when there is none, those that differ in upper and lower case only. */
  private static List<Integer> matches(String name, List<String> header) {
    List<Integer> exact = new ArrayList<>();
    List<Integer> similar = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String cell = header.get(i).strip();
      if (cell.equals(name)) {
        exact.add(i);
      } else if (cell.equalsIgnoreCase(name)) {
        similar.add(i);
      }
    }
    return exact.isEmpty() ? similar : exact;
  }

  static InvalidInputException missing(
      String what, String which, List<String> header, boolean hasHeader, String file) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      columns.add(hasHeader ? i + " '" + header.get(i).strip() + "'" : String.valueOf(i));
    }
    return new InvalidInputException(
        file
            + " has no "
            + what
            + " column "
            + which
            + "; it has the columns "
            + String.join(", ", columns));
  }
}
