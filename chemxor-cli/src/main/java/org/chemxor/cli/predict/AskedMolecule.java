package org.chemxor.cli.predict;

import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;

/**
 * A molecule to predict, looked at.
 *
 * @param row the line of the file on which it starts, or its position in a list, from 1
 * @param name what people call it; may be empty
 * @param smiles its structure as written; empty when the row has none
 * @param image what the model sees; empty when there is an error
 * @param domain where it lies, if that is known
 * @param error why there is no image; empty when there is one
 */
record AskedMolecule(
    long row,
    String name,
    String smiles,
    Optional<MoleculeImage> image,
    Optional<DomainVerdict> domain,
    String error) {

  static AskedMolecule of(RowProblem problem) {
    return new AskedMolecule(
        problem.row(), "", "", Optional.empty(), Optional.empty(), problem.message());
  }

  /** What cannot be predicted is an error of its row only. */
  static AskedMolecule of(MoleculeRow row, MoleculePredictor predictor) {
    Optional<DomainVerdict> domain = Optional.empty();
    try {
      MoleculeImage image = predictor.loaded().featuriser().image(row.smiles());
      domain = Optional.of(DomainVerdict.OUT);
      predictor.requireAccepted(image);
      domain = predictor.loaded().domain(row.smiles());
      return new AskedMolecule(row.row(), row.name(), row.smiles(), Optional.of(image), domain, "");
    } catch (InvalidInputException e) {
      String error = String.valueOf(e.getMessage());
      return new AskedMolecule(
          row.row(), row.name(), row.smiles(), Optional.empty(), domain, error);
    }
  }

  /** The row's number only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "AskedMolecule[" + row + "]";
  }
}
