package org.chemxor.spark.client;

import java.util.function.Consumer;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;

/** Molecules row by row, in an order that is always the same; may be read several times. */
public interface MoleculeSource {
  /**
   * Reads all rows in order.
   *
   * @param onRow gets each row with a molecule
   * @param onProblem gets each that has none
   * @throws org.chemxor.core.InvalidInputException when it cannot be read
   */
  void forEachRow(Consumer<MoleculeRow> onRow, Consumer<RowProblem> onProblem);

  /** How many rows there are, wrong ones included. */
  default long rows() {
    long[] count = new long[1];
    forEachRow(row -> count[0]++, problem -> count[0]++);
    return count[0];
  }

  /** The molecules of a CSV, SMILES or SD file; values are not looked at. */
  static MoleculeSource of(MoleculeCsv csv) {
    return csv.withoutValues()::forEachRow;
  }
}
