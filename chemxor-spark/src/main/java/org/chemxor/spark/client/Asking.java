package org.chemxor.spark.client;

import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.service.protocol.ModelDescription;

/** Looks at molecules as the model's description says. Thread-safe. */
final class Asking implements AskedMolecule.Predictor {
  private final FheClient client;
  private final MoleculeFeaturiser featuriser;
  private final ModelConfidence confidence;

  /**
   * @throws InvalidInputException when the model does not say how images are made
   */
  Asking(ModelDescription description, FheClient client) {
    if (description.featuriser() == null) {
      throw new InvalidInputException(
          "the model "
              + description.name()
              + " names no featuriser: a screening needs one to make images of molecules");
    }
    this.client = client;
    this.featuriser = MoleculeFeaturiser.fromJson(description.featuriser().toString());
    this.confidence = description.readConfidence();
  }

  @Override
  public MoleculeImage image(String smiles) {
    return featuriser.image(smiles);
  }

  @Override
  public void requireAccepted(MoleculeImage image) {
    client.requireAccepted(image.toArray());
  }

  @Override
  public Optional<DomainVerdict> domain(String smiles) {
    return confidence.verdict(featuriser, smiles);
  }
}
