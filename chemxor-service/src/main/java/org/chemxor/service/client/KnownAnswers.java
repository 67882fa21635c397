package org.chemxor.service.client;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.checked.KnownAnswer;

/** Molecules whose outputs the user trusts, for checks hidden among others. */
public final class KnownAnswers {
  private static final String SMILES = "smiles";
  private static final String SINGLE = "prediction";
  private static final String SEVERAL = "output_";
  private static final String ERROR = "error";

  private KnownAnswers() {}

  /**
   * Reads a CSV file with a header: the column {@code smiles}, and the outputs in the column {@code
   * prediction} or in those that start with {@code output_}, in the model's order. A file that
   * {@link BulkQuery} wrote has them; rows with an error are left out.
   *
   * @param file to read
   * @param client whose model makes the images
   * @throws InvalidInputException when the file cannot be read, or a row's molecule or outputs
   *     cannot be used; the message names the row
   */
  public static List<KnownAnswer<MoleculeImage>> read(Path file, ModelClient client) {
    List<KnownAnswer<MoleculeImage>> known = new ArrayList<>();
    InputFiles.requireReadable(file);
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : reader) {
        if (row.findField(ERROR).orElse("").isEmpty()) {
          known.add(known(row, file, client));
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException("the known answers in " + file + " cannot be read: " + e, e);
    }
    return known;
  }

  private static KnownAnswer<MoleculeImage> known(
      NamedCsvRecord row, Path file, ModelClient client) {
    String where = file + ", line " + row.getStartingLineNumber() + ": ";
    String smiles =
        row.findField(SMILES)
            .orElseThrow(() -> new InvalidInputException(where + "there is no column smiles"));
    List<Double> outputs = new ArrayList<>();
    for (String column : row.getHeader()) {
      if (column.equals(SINGLE) || column.startsWith(SEVERAL)) {
        outputs.add(number(row.getField(column), where));
      }
    }
    int expected = client.description().outputs();
    if (outputs.size() != expected) {
      throw new InvalidInputException(
          where
              + "the model has "
              + expected
              + " outputs, this row gives "
              + outputs.size()
              + ": name their columns prediction, or output_ and something");
    }
    try {
      return new KnownAnswer<>(client.image(smiles), outputs);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(where + e.getMessage(), e);
    }
  }

  private static double number(String text, String where) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(where + "\"" + text + "\" is no number", e);
    }
  }
}
