package org.chemxor.models.trained;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chemxor.models.json.Json;

/**
 * What a model knows about itself besides its network. Immutable.
 *
 * @param task regression or classification
 * @param targets what is predicted, such as a column's name; empty when that is not known. With
 *     more than one the network has one output for each, a value or the log-odds of class 1
 * @param classes names of the classes in output order; empty for a regression or when unknown
 * @param featuriser settings of the featuriser that makes the images, a JSON object as text that
 *     only the data module interprets; empty when there is none
 * @param confidence how far predictions can be trusted, a JSON object as text that only the data
 *     module interprets; empty when that is not known
 * @param ranges values of the layers with weights on the training data, in network order
 * @param training settings of the training run by name
 * @param metrics results by name, such as {@code validation.r2}; all finite
 */
public record ModelInfo(
    Task task,
    List<String> targets,
    List<String> classes,
    String featuriser,
    String confidence,
    List<ValueRange> ranges,
    Map<String, String> training,
    Map<String, Double> metrics) {

  /** Copies the collections, sorts the maps and checks the featuriser and the metrics. */
  public ModelInfo {
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    ranges = List.copyOf(ranges);
    training = Collections.unmodifiableMap(new TreeMap<>(training));
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    if (!featuriser.isEmpty()) {
      Json.parseObject("featuriser settings", featuriser);
    }
    if (!confidence.isEmpty()) {
      Json.parseObject("confidence", confidence);
    }
    metrics.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("metric " + name + " is " + value + ", not finite");
          }
        });
  }

  /** Nothing known but the task. */
  public static ModelInfo of(Task task) {
    return new ModelInfo(task, List.of(), List.of(), "", "", List.of(), Map.of(), Map.of());
  }

  /** The same with the name of what is predicted. */
  public ModelInfo withTarget(String name) {
    return withTargets(name.isEmpty() ? List.of() : List.of(name));
  }

  /** What is predicted, in words; may be empty. */
  public String target() {
    return String.join(", ", targets);
  }

  /** The same with the names of what is predicted. */
  public ModelInfo withTargets(List<String> names) {
    return new ModelInfo(task, names, classes, featuriser, confidence, ranges, training, metrics);
  }

  /** The same with class names in output order. */
  public ModelInfo withClasses(List<String> names) {
    return new ModelInfo(task, targets, names, featuriser, confidence, ranges, training, metrics);
  }

  /**
   * The same with a featuriser's settings.
   *
   * @param json a JSON object as text
   * @throws org.chemxor.core.InvalidInputException when it is none
   */
  public ModelInfo withFeaturiser(String json) {
    return new ModelInfo(task, targets, classes, json, confidence, ranges, training, metrics);
  }

  /**
   * The same with what is known about the trust that predictions deserve.
   *
   * @param json a JSON object as text
   * @throws org.chemxor.core.InvalidInputException when it is none
   */
  public ModelInfo withConfidence(String json) {
    return new ModelInfo(task, targets, classes, featuriser, json, ranges, training, metrics);
  }

  /** The same with these metrics added; one of the same name is replaced. */
  public ModelInfo withMetrics(Map<String, Double> added) {
    Map<String, Double> all = new TreeMap<>(metrics);
    all.putAll(added);
    return new ModelInfo(task, targets, classes, featuriser, confidence, ranges, training, all);
  }

  /** The same with these training settings added; one of the same name is replaced. */
  public ModelInfo withTraining(Map<String, String> added) {
    Map<String, String> all = new TreeMap<>(training);
    all.putAll(added);
    return new ModelInfo(task, targets, classes, featuriser, confidence, ranges, all, metrics);
  }
}
