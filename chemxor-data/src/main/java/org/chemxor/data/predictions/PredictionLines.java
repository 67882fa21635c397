package org.chemxor.data.predictions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.chemxor.core.text.PrintableText;

/**
 * Predictions as lines of CSV: row, name, smiles, the columns of {@link PredictionColumns} and the
 * error. Text, the server's and the user's, goes through {@link PrintableText#cell}.
 */
public final class PredictionLines {
  private final PredictionColumns columns;
  private final DoubleFunction<String> number;

  /**
   * @param number writes an output
   */
  public PredictionLines(PredictionColumns columns, DoubleFunction<String> number) {
    this.columns = columns;
    this.number = number;
  }

  /** The line with the names of the columns. */
  public String header() {
    List<String> cells = new ArrayList<>(List.of("row", "name", "smiles"));
    cells.addAll(columns.header());
    cells.add("error");
    return CsvLine.of(cells);
  }

  /** The line of a molecule. */
  public String line(PredictedMolecule molecule) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(molecule.row()));
    cells.add(PrintableText.cell(molecule.name()));
    cells.add(PrintableText.cell(molecule.smiles()));
    cells.addAll(
        molecule.isFailed()
            ? columns.cellsWithout(molecule.domain())
            : columns.cells(molecule.outputs(), molecule.domain(), number));
    cells.add(PrintableText.cell(molecule.error()));
    return CsvLine.of(cells);
  }
}
