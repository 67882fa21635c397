package org.chemxor.models;

import java.util.Locale;
import java.util.Map;

/**
 * The numbers that, with the data, decide a training run.
 *
 * @param task regression or classification
 * @param epochs most passes over the training data, at least 1
 * @param batchSize samples in a step, at least 1
 * @param learningRate Adam's step size, above 0
 * @param weightDecay decoupled decay of the weights per step and learning rate, at least 0
 * @param dropout share of each linear layer's activations set to zero in training, 0 to below 1
 * @param seed of initialisation, shuffling and dropout
 * @param threads native threads; the same number gives the same run bit for bit
 */
public record TrainingSettings(
    Task task,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double dropout,
    long seed,
    int threads) {

  /** Checks every range. */
  public TrainingSettings {
    require(epochs >= 1, "epochs", epochs, "at least 1");
    require(batchSize >= 1, "batch size", batchSize, "at least 1");
    require(
        learningRate > 0 && learningRate <= 1, "learning rate", learningRate, "above 0, at most 1");
    require(
        weightDecay >= 0 && weightDecay * learningRate < 1,
        "weight decay",
        weightDecay,
        "at least 0 and below 1 / learning rate");
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "from 0 to below 1");
    require(threads >= 1, "threads", threads, "at least 1");
  }

  private static void require(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }

  /** The settings by name, for a model's information. */
  Map<String, String> describe() {
    return Map.of(
        "task", task.name().toLowerCase(Locale.ROOT),
        "epochs", Integer.toString(epochs),
        "batchSize", Integer.toString(batchSize),
        "learningRate", Double.toString(learningRate),
        "weightDecay", Double.toString(weightDecay),
        "dropout", Double.toString(dropout),
        "seed", Long.toString(seed),
        "threads", Integer.toString(threads));
  }
}
