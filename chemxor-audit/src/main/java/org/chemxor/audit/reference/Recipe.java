package org.chemxor.audit.reference;

import java.util.List;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.TrainedModel;

/** How models of a kind are made, whatever they learn from. */
@FunctionalInterface
public interface Recipe {
  /**
   * Trains a model.
   *
   * @param train what it learns from, at least one compound
   * @param validate what its settings or its best epoch are chosen by; may be empty
   * @param seed of everything random
   * @return a model with the outputs of the audited one
   * @throws org.chemxor.core.InvalidInputException when there is nothing to learn, such as a class
   *     without a compound
   */
  TrainedModel train(List<Sample> train, List<Sample> validate, long seed);
}
