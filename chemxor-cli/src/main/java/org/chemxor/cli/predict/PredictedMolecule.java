package org.chemxor.cli.predict;

import java.util.List;

/**
 * A molecule with its prediction.
 *
 * @param asked the molecule
 * @param outputs of the model; empty when it could not be asked about
 */
record PredictedMolecule(AskedMolecule asked, List<Double> outputs) {
  PredictedMolecule {
    outputs = List.copyOf(outputs);
  }

  boolean isFailed() {
    return asked.image().isEmpty();
  }
}
