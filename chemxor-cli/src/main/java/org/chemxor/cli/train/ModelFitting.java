package org.chemxor.cli.train;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.MeanModel;
import org.chemxor.models.trained.TrainedModel;

/**
 * Fits what {@code --model} names: a network, a quadratic model, their mean, or the best of all.
 */
final class ModelFitting {
  private static final String MEAN = "zero+quadratic";

  private final TrainingOptions options;
  private final PrintWriter out;
  private final PrintWriter progress;

  /**
   * @param options what to fit and how
   * @param out where a choice is reported
   * @param progress where epochs are shown
   */
  ModelFitting(TrainingOptions options, PrintWriter out, PrintWriter progress) {
    this.options = options;
    this.out = out;
    this.progress = progress;
  }

  TrainedModel fit(OlindaData data) {
    ModelName name = options.model();
    Optional<TrainedModel> quadratic =
        name.hasQuadratic() ? Optional.of(quadratic(data)) : Optional.empty();
    Optional<TrainedModel> network = name.net().map(net -> network(net, data));
    if (quadratic.isEmpty()) {
      return network.orElseThrow();
    }
    if (network.isEmpty()) {
      return quadratic.orElseThrow();
    }
    TrainedModel mean = MeanModel.of(network.orElseThrow(), quadratic.orElseThrow());
    return name.isChosen()
        ? best(data, network.orElseThrow(), quadratic.orElseThrow(), mean)
        : mean;
  }

  /** The quadratic model alone. */
  TrainedModel quadratic(OlindaData data) {
    QuadraticTraining training = options.quadratic(data);
    return data.targetCount() > 1
        ? training.fitSeveral(
            data.train(), data.train().targetRows(), data.validate(), data.validate().targetRows())
        : training.fit(data.train(), data.validate());
  }

  private TrainedModel network(OlindaNet net, OlindaData data) {
    Training training = options.training(net, data);
    int epochs = training.settings(data.train().size()).epochs();
    try (TrainingProgress shown = TrainingProgress.of(epochs, progress)) {
      training.listener(shown);
      return data.targetCount() > 1
          ? training.fitSeveral(
              data.train(),
              data.train().targetRows(),
              data.validate(),
              data.validate().targetRows())
          : training.fit(data.train(), data.validate());
    }
  }

  /** The one with the best metric on the validation part; without one the mean. */
  private TrainedModel best(
      OlindaData data, TrainedModel network, TrainedModel quadratic, TrainedModel mean) {
    Map<String, TrainedModel> candidates = new LinkedHashMap<>();
    candidates.put(MEAN, mean);
    candidates.put("zero", network);
    candidates.put("quadratic", quadratic);
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    candidates.forEach((name, model) -> metrics.put(name, ValidationChoice.metrics(data, model)));
    return candidates.get(ValidationChoice.best(metrics, out));
  }
}
