package org.chemxor.data.predictions;

import java.util.List;
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
public record AskedMolecule(
    long row,
    String name,
    String smiles,
    Optional<MoleculeImage> image,
    Optional<DomainVerdict> domain,
    String error) {

  /** Who is to predict molecules: a model in this process, or a client of a server's. */
  public interface Predictor {
    /**
     * What the model sees of a molecule.
     *
     * @throws InvalidInputException when the SMILES cannot be read
     */
    MoleculeImage image(String smiles);

    /**
     * Whether the model takes an image, before anything is computed.
     *
     * @throws InvalidInputException when not; the message says why
     */
    void requireAccepted(MoleculeImage image);

    /** Where a molecule lies, seen from those that the model has learned from; empty if unknown. */
    Optional<DomainVerdict> domain(String smiles);
  }

  /** A row that holds no molecule. */
  public static AskedMolecule of(RowProblem problem) {
    return new AskedMolecule(
        problem.row(), "", "", Optional.empty(), Optional.empty(), problem.message());
  }

  /**
   * Makes the image; a molecule without one, or with one that the predictor does not take, is an
   * error of its row only. What the program is not certified for is outside its domain.
   */
  public static AskedMolecule of(MoleculeRow row, Predictor predictor) {
    Optional<DomainVerdict> domain = Optional.empty();
    try {
      MoleculeImage image = predictor.image(row.smiles());
      domain = Optional.of(DomainVerdict.OUT);
      predictor.requireAccepted(image);
      domain = predictor.domain(row.smiles());
      return new AskedMolecule(row.row(), row.name(), row.smiles(), Optional.of(image), domain, "");
    } catch (InvalidInputException e) {
      String error = String.valueOf(e.getMessage());
      return new AskedMolecule(
          row.row(), row.name(), row.smiles(), Optional.empty(), domain, error);
    }
  }

  /** The molecule with its error; without its image, which nobody needs any more. */
  public PredictedMolecule failed() {
    return new PredictedMolecule(row, name, smiles, List.of(), domain, error);
  }

  /** The molecule with its prediction; without its image. */
  public PredictedMolecule predicted(List<Double> outputs) {
    return new PredictedMolecule(row, name, smiles, outputs, domain, "");
  }

  /** The row's number only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "AskedMolecule[" + row + "]";
  }
}
