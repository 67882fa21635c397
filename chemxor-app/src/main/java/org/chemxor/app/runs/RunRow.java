package org.chemxor.app.runs;

import java.util.List;
import java.util.Optional;
import org.chemxor.app.given.GivenMolecules;
import org.chemxor.app.model.Cost;
import org.chemxor.app.model.RowAnswer;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.predictions.PredictedMolecule;

/**
 * A row of a run. Immutable.
 *
 * @param index in the run, from 0
 * @param asked its row in what was given, its name and its SMILES; the SMILES is empty where there
 *     is no molecule
 * @param answer what came of it; empty as long as it waits
 */
public record RunRow(int index, MoleculeRow asked, Optional<RowAnswer> answer) {

  /** A row as it was given: one without a molecule has its answer already. */
  static RunRow of(int index, GivenMolecules.Row given) {
    MoleculeRow row = given.molecule();
    if (given.problem().isEmpty()) {
      return new RunRow(index, row, Optional.empty());
    }
    PredictedMolecule failed =
        new PredictedMolecule(
            row.row(), row.name(), row.smiles(), List.of(), Optional.empty(), given.problem());
    return new RunRow(index, row, Optional.of(new RowAnswer(failed, List.of(), Cost.NONE)));
  }

  RunRow with(RowAnswer given) {
    return new RunRow(index, asked, Optional.of(given));
  }

  /** Whether it waits. */
  public boolean isPending() {
    return answer.isEmpty();
  }

  /** Whether there is an error instead of a prediction. */
  public boolean isFailed() {
    return answer.isPresent() && answer.get().molecule().isFailed();
  }

  /** Where the molecule lies, in lower case; empty when that is not known. */
  public String domain() {
    return answer.flatMap(a -> a.molecule().domain()).map(Object::toString).orElse("");
  }

  /** What is wrong; empty when nothing is. */
  public String error() {
    return answer.map(a -> a.molecule().error()).orElse("");
  }
}
