package org.chemxor.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.models.metrics.ClassificationMetrics;
import org.chemxor.models.metrics.RegressionMetrics;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * Known targets beside a model's outputs. The outputs may come from anywhere, so that plain and
 * encrypted predictions are measured the same way.
 */
public final class Evaluation {
  private final Task task;
  private final double[] targets;
  private final double[][] outputs;

  private Evaluation(Task task, double[] targets, double[][] outputs) {
    this.task = task;
    this.targets = targets;
    this.outputs = outputs;
  }

  /**
   * Pairs targets and outputs.
   *
   * @param targets values, or class indices
   * @param outputs {@code [sample][output]}: one number, or one score per class
   * @throws IllegalArgumentException when the lengths differ
   */
  public static Evaluation of(Task task, double[] targets, double[][] outputs) {
    if (targets.length != outputs.length) {
      throw new IllegalArgumentException(
          outputs.length + " outputs were given for " + targets.length + " targets");
    }
    return new Evaluation(
        task,
        targets.clone(),
        Arrays.stream(outputs).map(double[]::clone).toArray(double[][]::new));
  }

  /**
   * Predicts every sample in the clear and keeps the outputs.
   *
   * @throws InvalidInputException when a target is missing or is no class of the model
   */
  public static Evaluation of(TrainedModel model, Iterable<Sample> samples) {
    ReferenceEvaluator evaluator = new ReferenceEvaluator(model.network());
    return of(model, samples, evaluator::evaluate);
  }

  /**
   * Predicts every sample with {@code predictor}, one after the other.
   *
   * @param predictor an image's outputs, such as an encrypted evaluation of the model
   * @throws InvalidInputException when a target is missing or is no class of the model
   */
  public static Evaluation of(
      TrainedModel model, Iterable<Sample> samples, Function<MoleculeImage, double[]> predictor) {
    int classes = model.network().outputShape().size();
    List<Double> targets = new ArrayList<>();
    List<double[]> outputs = new ArrayList<>();
    for (Sample sample : samples) {
      String where = "sample " + (targets.size() + 1) + " (" + sample.name() + ")";
      targets.add(PackedSamples.target(where, sample, model.info().task(), classes));
      outputs.add(predictor.apply(sample.image()));
    }
    return of(
        model.info().task(),
        targets.stream().mapToDouble(t -> t).toArray(),
        outputs.toArray(new double[0][]));
  }

  /** Number of samples. */
  public int size() {
    return targets.length;
  }

  /** Regression or classification. */
  public Task task() {
    return task;
  }

  /** Known values or class indices; a copy. */
  public double[] targets() {
    return targets.clone();
  }

  /** Known values or class indices, {@code [sample][target]}; a copy. */
  public double[][] known() {
    return Arrays.stream(targets).mapToObj(t -> new double[] {t}).toArray(double[][]::new);
  }

  /** Known classes of a classification. */
  public int[] labels() {
    return Arrays.stream(targets).mapToInt(t -> (int) t).toArray();
  }

  /** Outputs, {@code [sample][output]}; a copy. */
  public double[][] outputs() {
    return Arrays.stream(outputs).map(double[]::clone).toArray(double[][]::new);
  }

  /** The first output of every sample: a regression's predictions. */
  public double[] predictions() {
    return Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
  }

  /**
   * Metrics of a regression.
   *
   * @throws IllegalArgumentException when there is no sample
   */
  public RegressionMetrics regression() {
    return RegressionMetrics.of(targets, predictions());
  }

  /**
   * Metrics of a classification.
   *
   * @throws IllegalArgumentException when there is no sample
   */
  public ClassificationMetrics classification() {
    return ClassificationMetrics.of(labels(), outputs);
  }

  /** The task's finite metrics by name; empty without samples. */
  public Map<String, Double> metrics() {
    if (targets.length == 0) {
      return Map.of();
    }
    return task == Task.REGRESSION ? regression().asMap() : classification().asMap();
  }

  /** Largest difference of any output from {@code other}'s, such as plain from encrypted. */
  public double largestDifference(Evaluation other) {
    requireSameSize(other);
    double largest = 0;
    for (int i = 0; i < outputs.length; i++) {
      for (int k = 0; k < outputs[i].length; k++) {
        largest = Math.max(largest, Math.abs(outputs[i][k] - other.outputs[i][k]));
      }
    }
    return largest;
  }

  /** Number of samples for which {@code other} predicts another class. */
  public int flippedClasses(Evaluation other) {
    requireSameSize(other);
    int flipped = 0;
    for (int i = 0; i < outputs.length; i++) {
      if (ClassificationMetrics.predicted(outputs[i])
          != ClassificationMetrics.predicted(other.outputs[i])) {
        flipped++;
      }
    }
    return flipped;
  }

  private void requireSameSize(Evaluation other) {
    if (other.outputs.length != outputs.length) {
      throw new IllegalArgumentException(
          "evaluations of " + outputs.length + " and " + other.outputs.length + " samples differ");
    }
  }
}
