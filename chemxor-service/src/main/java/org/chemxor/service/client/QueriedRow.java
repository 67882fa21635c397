package org.chemxor.service.client;

import java.util.List;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;

/**
 * A row of the input, looked at.
 *
 * @param row the line on which it starts, from 1
 * @param name what people call the molecule; may be empty
 * @param smiles its structure as written; empty when the row has none
 * @param image what to ask the server about; empty when there is an error
 * @param domain where the molecule lies, if that is known
 * @param error why there is no image; empty when there is one
 */
record QueriedRow(
    long row,
    String name,
    String smiles,
    Optional<MoleculeImage> image,
    Optional<DomainVerdict> domain,
    String error) {

  static QueriedRow of(RowProblem problem) {
    return new QueriedRow(
        problem.row(), "", "", Optional.empty(), Optional.empty(), problem.message());
  }

  /**
   * Makes the image; a molecule without one, or with one that the program does not take, is an
   * error of its row only. What the program is not certified for is outside its domain.
   */
  static QueriedRow of(MoleculeRow row, PartitionNetClient client) {
    Optional<DomainVerdict> domain = Optional.empty();
    try {
      MoleculeImage image = client.image(row.smiles());
      domain = Optional.of(DomainVerdict.OUT);
      client.requireAccepted(image);
      domain = client.domain(row.smiles());
      return new QueriedRow(row.row(), row.name(), row.smiles(), Optional.of(image), domain, "");
    } catch (InvalidInputException e) {
      String error = String.valueOf(e.getMessage());
      return new QueriedRow(row.row(), row.name(), row.smiles(), Optional.empty(), domain, error);
    }
  }

  Predicted failed() {
    return new Predicted(row, name, smiles, List.of(), domain, error);
  }

  Predicted predicted(List<Double> outputs) {
    return new Predicted(row, name, smiles, outputs, domain, "");
  }

  /** The row's number only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "QueriedRow[" + row + "]";
  }

  /**
   * A row of the output.
   *
   * @param row the line of the input on which the molecule starts, from 1
   * @param name what people call the molecule; may be empty
   * @param smiles its structure as written; empty when the row has none
   * @param outputs the network's outputs; empty when there is an error
   * @param domain where the molecule lies, if that is known
   * @param error why there is no prediction; empty when there is one
   */
  record Predicted(
      long row,
      String name,
      String smiles,
      List<Double> outputs,
      Optional<DomainVerdict> domain,
      String error) {
    Predicted {
      outputs = List.copyOf(outputs);
    }

    boolean isFailed() {
      return !error.isEmpty();
    }

    /** The row's number only: a structure may be somebody's secret. */
    @Override
    public String toString() {
      return "Predicted[" + row + "]";
    }
  }
}
