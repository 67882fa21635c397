package org.chemxor.service.client;

import java.util.List;
import java.util.Optional;
import org.chemxor.data.confidence.DomainVerdict;

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
record PredictedRow(
    long row,
    String name,
    String smiles,
    List<Double> outputs,
    Optional<DomainVerdict> domain,
    String error) {
  PredictedRow {
    outputs = List.copyOf(outputs);
  }

  boolean isFailed() {
    return !error.isEmpty();
  }

  /** The row's number only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "PredictedRow[" + row + "]";
  }
}
