package org.chemxor.app.model;

import java.util.List;
import org.chemxor.data.predictions.PredictedMolecule;

/**
 * What came of a row.
 *
 * @param molecule with its prediction, or with an error
 * @param plain the outputs in the clear; empty where the model is not on this machine
 * @param cost of the request that it was part of
 */
public record RowAnswer(PredictedMolecule molecule, List<Double> plain, Cost cost) {
  /** Copies the list. */
  public RowAnswer {
    plain = List.copyOf(plain);
  }

  /** The largest difference between an encrypted and a plain output; 0 where there is none. */
  public double difference() {
    double largest = 0;
    for (int i = 0; i < Math.min(plain.size(), molecule.outputs().size()); i++) {
      largest = Math.max(largest, Math.abs(plain.get(i) - molecule.outputs().get(i)));
    }
    return largest;
  }
}
