package com.example.predictions;

import java.nio.file.Path;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.program.Plan;
import org.chemxor.models.trained.TrainedModel;

/** A saved model that is evaluated on ciphertexts: both roles, client and evaluator, in one process. */
public final class EncryptedPredictor implements AutoCloseable {
  private final TrainedModel model;
  private final FheModel encrypted;

  private EncryptedPredictor(TrainedModel model) {
    this.model = model;
    this.encrypted = FheModel.wrap(model.network(), Plan.partitioned());
  }

  /**
   * Loads a model.
   *
   * @param folder as {@code chemxor train --out FOLDER} writes it
   */
  public static EncryptedPredictor load(Path folder) {
    return new EncryptedPredictor(TrainedModel.load(folder));
  }

  /** What the model says of a molecule, computed on ciphertexts. */
  public FheResult predict(MoleculeImage image) {
    return encrypted.evaluate(image);
  }

  /** The same in the clear, to compare. */
  public double[] predictInTheClear(MoleculeImage image) {
    return model.predict(image);
  }

  @Override
  public void close() {
    encrypted.close();
  }
}
