package org.chemxor.app.results;

import java.util.List;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.runs.RunRow;
import org.chemxor.data.predictions.PredictedMolecule;

/** The cells of a row's prediction. */
public final class Cells {
  private Cells() {}

  /** One for each column of the model's; none for a row that waits. */
  public static List<String> of(RunRow row, PredictedBy by) {
    if (row.answer().isEmpty()) {
      return List.of();
    }
    PredictedMolecule molecule = row.answer().get().molecule();
    return molecule.isFailed()
        ? by.columns().cellsWithout(molecule.domain())
        : by.columns().cells(molecule.outputs(), molecule.domain(), by::format);
  }
}
