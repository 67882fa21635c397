package org.chemxor.data.dataset;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.Hashes;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeRow;

/**
 * Which rows of a file were for training, validation and test: row numbers only, and one digest of
 * what stood in these rows, so that a model is never judged on other molecules than it was kept
 * from. The digest is salted, and the salt stays with the rows: a model that carries the digest
 * alone does not let anybody try out which molecules and values give it.
 *
 * @param parts the part of each row used, by its line in the file
 * @param salt drawn for this split; empty in splits that were saved before there were any
 * @param digest SHA-256 of the salt, row numbers, SMILES and values, in hexadecimal
 */
public record SavedSplit(Map<Long, Part> parts, String salt, String digest) {
  private static final int SALT_BYTES = 32;
  private static final String SALT = "salt";
  private static final String ROW = "row";
  private static final String PART = "part";

  /** A part of a data set. */
  public enum Part {
    TRAIN,
    VALIDATION,
    TEST;

    /** In lower case, as the file has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Sorts by row. */
  public SavedSplit {
    parts = java.util.Collections.unmodifiableMap(new TreeMap<>(parts));
  }

  /** The split of a data set, with a new salt. */
  public static SavedSplit of(OlindaData data) {
    Map<Long, Part> parts = new TreeMap<>();
    add(data.train(), Part.TRAIN, parts);
    add(data.validate(), Part.VALIDATION, parts);
    add(data.test(), Part.TEST, parts);
    byte[] random = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(random);
    String salt = HexFormat.of().formatHex(random);
    return new SavedSplit(parts, salt, digest(data.all().rows(), parts, salt));
  }

  private static void add(MoleculeDataset data, Part part, Map<Long, Part> parts) {
    data.rows().forEach(row -> parts.put(row.row(), part));
  }

  /** Of the rows that are in a part, in the order of their lines. */
  private static String digest(List<MoleculeRow> rows, Map<Long, Part> parts, String salt) {
    MessageDigest digest = Hashes.sha256();
    digest.update(salt.getBytes(StandardCharsets.UTF_8));
    rows.stream()
        .filter(row -> parts.containsKey(row.row()))
        .sorted(java.util.Comparator.comparingLong(MoleculeRow::row))
        .forEach(
            row -> {
              String line = row.row() + " " + row.smiles() + " " + row.values() + "\n";
              digest.update(line.getBytes(StandardCharsets.UTF_8));
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The molecules of a part.
   *
   * @param molecules what was read from the file that the model was trained on
   * @throws InvalidInputException when it is another file, or one of its rows has changed
   */
  public MoleculeDataset part(MoleculeDataset molecules, Part part) {
    if (!digest(molecules.rows(), parts, salt).equals(digest)) {
      throw new InvalidInputException(
          "these are not the rows that the model was trained and tested on: give the same file with"
              + " the same columns");
    }
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < molecules.size(); i++) {
      if (parts.get(molecules.row(i).row()) == part) {
        wanted.add(i);
      }
    }
    return molecules.part(wanted);
  }

  /**
   * Writes the rows as CSV: {@code row,part,salt}, the salt in the first row only. It tells whoever
   * has the molecules which of them a model learned from.
   *
   * @throws IOException when the file cannot be written
   */
  public void save(Path file) throws IOException {
    StringBuilder text = new StringBuilder(ROW + "," + PART + "," + SALT + "\n");
    String rest = salt;
    for (Map.Entry<Long, Part> row : parts.entrySet()) {
      text.append(row.getKey()).append(',').append(row.getValue()).append(',').append(rest);
      text.append('\n');
      rest = "";
    }
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #save} has written.
   *
   * @param digest kept elsewhere
   * @throws InvalidInputException when there is no such file, or it is not that
   */
  public static SavedSplit load(Path file, String digest) {
    InputFiles.requireReadable(file);
    Map<Long, Part> parts = new TreeMap<>();
    StringBuilder salt = new StringBuilder();
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord line : reader) {
        parts.put(
            Long.parseLong(line.getField(ROW)),
            Part.valueOf(line.getField(PART).toUpperCase(Locale.ROOT)));
        salt.append(line.findField(SALT).orElse(""));
      }
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(file + " is no list of rows and parts", e);
    }
    return new SavedSplit(parts, salt.toString(), digest);
  }
}
