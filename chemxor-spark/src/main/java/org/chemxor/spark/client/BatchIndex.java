package org.chemxor.spark.client;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.CsvLine;
import org.chemxor.data.predictions.PredictedMolecule;

/**
 * Which molecules a batch holds, in order: the client's alone, because it has them in the clear.
 *
 * @param inference what the batch's messages carry; 0 when none was sent
 * @param molecules of the input's rows, those that were refused with their error
 */
record BatchIndex(long inference, List<PredictedMolecule> molecules) {
  private static final int CELLS = 5;

  BatchIndex {
    molecules = List.copyOf(molecules);
  }

  static BatchIndex of(long inference, List<AskedMolecule> asked) {
    return new BatchIndex(inference, asked.stream().map(AskedMolecule::failed).toList());
  }

  /** How many were asked about: slots of the batch, in the order of the rows. */
  int asked() {
    return (int) molecules.stream().filter(molecule -> !molecule.isFailed()).count();
  }

  /** As CSV: the inference, then a line for each molecule. */
  String toText() {
    StringBuilder text =
        new StringBuilder(CsvLine.of(List.of(Long.toHexString(inference), "", "", "", "")));
    for (PredictedMolecule molecule : molecules) {
      text.append(
          CsvLine.of(
              List.of(
                  Long.toString(molecule.row()),
                  molecule.name(),
                  molecule.smiles(),
                  molecule.domain().map(Enum::name).orElse(""),
                  molecule.error())));
    }
    return text.toString();
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws InvalidInputException when it is damaged
   */
  static BatchIndex read(String text, String where) {
    List<PredictedMolecule> molecules = new ArrayList<>();
    try {
      Iterator<CsvRecord> records = CsvReader.builder().ofCsvRecord(text).iterator();
      long inference = Long.parseUnsignedLong(records.next().getField(0), 16);
      while (records.hasNext()) {
        molecules.add(molecule(records.next()));
      }
      return new BatchIndex(inference, molecules);
    } catch (RuntimeException e) {
      throw new InvalidInputException("the index " + where + " is damaged", e);
    }
  }

  private static PredictedMolecule molecule(CsvRecord cells) {
    if (cells.getFieldCount() != CELLS) {
      throw new InvalidInputException("an index has " + CELLS + " cells a line");
    }
    String domain = cells.getField(3);
    return new PredictedMolecule(
        Long.parseLong(cells.getField(0)),
        cells.getField(1),
        cells.getField(2),
        List.of(),
        domain.isEmpty()
            ? Optional.empty()
            : Optional.of(DomainVerdict.valueOf(domain.toUpperCase(Locale.ROOT))),
        cells.getField(4));
  }

  /** Numbers only: structures may be somebody's secret. */
  @Override
  public String toString() {
    return "BatchIndex[" + molecules.size() + " molecules]";
  }
}
