package org.chemxor.data.predictions;

import java.util.List;
import java.util.Optional;
import org.chemxor.data.confidence.DomainVerdict;

/**
 * A molecule with its prediction.
 *
 * @param row the line of the file on which it starts, or its position in a list, from 1
 * @param name what people call it; may be empty
 * @param smiles its structure as written; empty when the row has none
 * @param outputs the network's outputs; empty when there is an error
 * @param domain where it lies, if that is known
 * @param error why there is no prediction; empty when there is one
 */
public record PredictedMolecule(
    long row,
    String name,
    String smiles,
    List<Double> outputs,
    Optional<DomainVerdict> domain,
    String error) {
  /** Copies the outputs. */
  public PredictedMolecule {
    outputs = List.copyOf(outputs);
  }

  /** Whether there is an error instead of a prediction. */
  public boolean isFailed() {
    return !error.isEmpty();
  }

  /** The row's number only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "PredictedMolecule[" + row + "]";
  }
}
