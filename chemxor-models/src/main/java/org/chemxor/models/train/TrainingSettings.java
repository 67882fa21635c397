package org.chemxor.models.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.chemxor.models.trained.Task;

/**
 * The numbers that, with the data, decide a training run.
 *
 * @param task regression or classification
 * @param epochs most passes over the training data, at least 1
 * @param batchSize samples in a step, at least 1
 * @param learningRate Adam's step size, above 0
 * @param schedule how the learning rate changes
 * @param weightDecay decoupled decay of the weights per step and learning rate, at least 0
 * @param dropout share of each linear layer's activations set to zero in training, 0 to below 1
 * @param normalizeInputs whether pixels are divided by the mean of those above zero in the training
 *     images; folded into the first layer on export
 * @param averaging decay of a running mean of the weights, which is then what is validated and
 *     kept; 0 for none, else below 1
 * @param rangeLimit pre-activations beyond plus or minus this are penalised, above 0
 * @param rangePenalty weight of the mean square by which they exceed it, 0 for no penalty
 * @param patience epochs without a lower validation loss after which training stops, 0 for never
 * @param classWeights weight of each class in the loss; empty for equal weights
 * @param labelSmoothing what a class gives away to all classes alike in the loss, 0 to below 1
 * @param seed of initialisation, shuffling and dropout
 * @param threads native threads; the same number gives the same run bit for bit
 */
public record TrainingSettings(
    Task task,
    int epochs,
    int batchSize,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    double dropout,
    boolean normalizeInputs,
    double averaging,
    double rangeLimit,
    double rangePenalty,
    int patience,
    List<Double> classWeights,
    double labelSmoothing,
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
    require(averaging >= 0 && averaging < 1, "averaging", averaging, "from 0 to below 1");
    require(rangeLimit > 0, "range limit", rangeLimit, "above 0");
    require(
        rangePenalty >= 0 && Double.isFinite(rangePenalty),
        "range penalty",
        rangePenalty,
        "at least 0");
    require(patience >= 0, "patience", patience, "at least 0");
    classWeights = List.copyOf(classWeights);
    require(
        classWeights.stream().allMatch(w -> w > 0 && Double.isFinite(w)),
        "class weights",
        classWeights,
        "all above 0");
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label smoothing",
        labelSmoothing,
        "from 0 to below 1");
    require(threads >= 1, "threads", threads, "at least 1");
  }

  private static void require(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }

  /** The settings by name, for a model's information. */
  Map<String, String> describe() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("task", task.name().toLowerCase(Locale.ROOT));
    settings.put("epochs", Integer.toString(epochs));
    settings.put("batchSize", Integer.toString(batchSize));
    settings.put("learningRate", Double.toString(learningRate));
    settings.put("schedule", schedule.toString());
    settings.put("weightDecay", Double.toString(weightDecay));
    settings.put("dropout", Double.toString(dropout));
    settings.put("normalizeInputs", Boolean.toString(normalizeInputs));
    settings.put("averaging", Double.toString(averaging));
    settings.put("rangeLimit", Double.toString(rangeLimit));
    settings.put("rangePenalty", Double.toString(rangePenalty));
    settings.put("patience", Integer.toString(patience));
    settings.put("classWeights", classWeights.toString());
    settings.put("labelSmoothing", Double.toString(labelSmoothing));
    settings.put("seed", Long.toString(seed));
    settings.put("threads", Integer.toString(threads));
    return settings;
  }
}
