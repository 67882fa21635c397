package org.chemxor.app.given;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.PrivateFiles;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;

/**
 * Molecules that a user gives: typed, or in a file. What is a file is one on disk for a moment
 * only, readable by its owner alone.
 */
public final class GivenMolecules {
  /** Most rows of one run: their predictions are held in memory. */
  public static final int MAX_ROWS = 200_000;

  private static final Set<String> ENDINGS =
      Set.of("csv", "tsv", "txt", "smi", "smiles", "sdf", "sd", "csv.gz", "smi.gz", "sdf.gz");
  private static final int LONGEST_LINE = 10_500;

  private GivenMolecules() {}

  /**
   * A row, with a molecule or with what is wrong with it.
   *
   * @param molecule its row, name and SMILES; the SMILES is empty when there is a problem
   * @param problem why there is no molecule; empty when there is one
   */
  public record Row(MoleculeRow molecule, String problem) {}

  /**
   * How a table is read; where nothing is said that is guessed.
   *
   * @param smilesColumn header of the column with the SMILES
   * @param nameColumn header of the column with the names
   */
  public record Columns(Optional<String> smilesColumn, Optional<String> nameColumn) {
    /** All is guessed. */
    public static final Columns GUESSED = new Columns(Optional.empty(), Optional.empty());
  }

  /**
   * Molecules typed or pasted, one a line: a SMILES and, after white space, a name.
   *
   * @throws InvalidInputException when there is none, or too many
   */
  public static List<Row> typed(String text) {
    List<Row> rows = new ArrayList<>();
    long line = 0;
    for (String typed : (Iterable<String>) text.lines()::iterator) {
      line++;
      if (!typed.isBlank()) {
        require(rows);
        rows.add(typed(line, typed.strip()));
      }
    }
    return requireAny(rows);
  }

  private static Row typed(long line, String text) {
    if (text.length() > LONGEST_LINE) {
      return problem(line, "the line has " + text.length() + " characters: that is no molecule");
    }
    String[] parts = text.split("\\s+", 2);
    String name = parts.length == 1 ? "" : parts[1];
    return new Row(new MoleculeRow(line, name, parts[0], List.of(), ""), "");
  }

  private static Row problem(long line, String message) {
    return new Row(new MoleculeRow(line, "", "", List.of(), ""), message);
  }

  /**
   * Molecules of a file.
   *
   * @param name the file's, whose ending says what it is: CSV unless it is .smi, .smiles, .sdf or
   *     .sd, packed by gzip or not
   * @param bytes its content
   * @param columns which to read
   * @throws InvalidInputException when it cannot be used
   * @throws IOException when there is no room for it on disk
   */
  public static List<Row> ofFile(String name, byte[] bytes, Columns columns) throws IOException {
    Path folder = Files.createTempDirectory("chemxor-app");
    Path file = folder.resolve("molecules." + ending(name));
    try {
      try (var channel = PrivateFiles.create(file)) {
        var content = java.nio.ByteBuffer.wrap(bytes);
        while (content.hasRemaining()) {
          channel.write(content);
        }
      }
      return read(file, columns);
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage()).replace(file.toString(), "the file");
      throw new InvalidInputException(message, e);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static String ending(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream()
        .filter(ending -> lower.endsWith("." + ending))
        .max(java.util.Comparator.comparingInt(String::length))
        .orElse("csv");
  }

  private static List<Row> read(Path file, Columns columns) {
    MoleculeCsv csv = MoleculeCsv.open(file).withoutValues();
    if (columns.smilesColumn().isPresent()) {
      csv = csv.smilesColumn(columns.smilesColumn().get());
    }
    if (columns.nameColumn().isPresent()) {
      csv = csv.nameColumn(columns.nameColumn().get());
    }
    List<Row> rows = new ArrayList<>();
    csv.forEachRow(
        row -> {
          require(rows);
          rows.add(new Row(row, ""));
        },
        (RowProblem wrong) -> {
          require(rows);
          rows.add(problem(wrong.row(), wrong.message()));
        });
    return requireAny(rows);
  }

  private static void require(List<Row> rows) {
    if (rows.size() >= MAX_ROWS) {
      throw new InvalidInputException(
          "there are more than "
              + MAX_ROWS
              + " rows, which is as many as the page holds: use chemxor query --input for longer"
              + " files");
    }
  }

  private static List<Row> requireAny(List<Row> rows) {
    if (rows.isEmpty()) {
      throw new InvalidInputException("there is no molecule in it");
    }
    return rows;
  }

  /** Bytes as the text that was typed. */
  public static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
