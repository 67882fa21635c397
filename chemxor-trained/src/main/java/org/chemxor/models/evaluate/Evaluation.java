package org.chemxor.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
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
  private final List<String> names;
  private final double[][] known;
  private final double[][] outputs;

  private Evaluation(Task task, List<String> names, double[][] known, double[][] outputs) {
    if (known.length != outputs.length) {
      throw new IllegalArgumentException(
          outputs.length + " outputs were given for " + known.length + " targets");
    }
    this.task = task;
    this.names = List.copyOf(names);
    this.known = copy(known);
    this.outputs = copy(outputs);
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /**
   * Pairs targets and outputs.
   *
   * @param targets values, or class indices
   * @param outputs {@code [sample][output]}: one number, or one score per class
   * @throws IllegalArgumentException when the lengths differ
   */
  public static Evaluation of(Task task, double[] targets, double[][] outputs) {
    return new Evaluation(
        task,
        List.of(""),
        Arrays.stream(targets).mapToObj(t -> new double[] {t}).toArray(double[][]::new),
        outputs);
  }

  /**
   * Pairs several targets and their outputs.
   *
   * @param names of the targets, at least two
   * @param known {@code [sample][target]}, values or the classes 0 and 1; NaN where one is missing
   * @param outputs {@code [sample][target]}, values or log-odds of class 1
   * @throws IllegalArgumentException when the lengths differ
   */
  public static Evaluation ofSeveral(
      Task task, List<String> names, double[][] known, double[][] outputs) {
    return new Evaluation(task, names, known, outputs);
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
    return known.length;
  }

  /** Names of the targets; an empty one where there is only one. */
  public List<String> targetNames() {
    return names;
  }

  /** Whether there are several targets. */
  public boolean isSeveral() {
    return names.size() > 1;
  }

  /** One of several targets: the samples where it is known, classes as two scores. */
  public Evaluation target(int target) {
    if (!isSeveral()) {
      return this;
    }
    int[] there =
        IntStream.range(0, known.length).filter(i -> !Double.isNaN(known[i][target])).toArray();
    return of(
        task,
        Arrays.stream(there).mapToDouble(i -> known[i][target]).toArray(),
        Arrays.stream(there).mapToObj(i -> scores(outputs[i][target])).toArray(double[][]::new));
  }

  private double[] scores(double output) {
    return task == Task.REGRESSION ? new double[] {output} : new double[] {-output / 2, output / 2};
  }

  /** The evaluation of some of the samples. */
  public Evaluation rows(int[] indices) {
    return new Evaluation(
        task,
        names,
        Arrays.stream(indices).mapToObj(i -> known[i]).toArray(double[][]::new),
        Arrays.stream(indices).mapToObj(i -> outputs[i]).toArray(double[][]::new));
  }

  /** Regression or classification. */
  public Task task() {
    return task;
  }

  /** Known values or class indices of the first target; a copy. */
  public double[] targets() {
    return Arrays.stream(known).mapToDouble(row -> row[0]).toArray();
  }

  /** Known values or class indices, {@code [sample][target]}; a copy. */
  public double[][] known() {
    return copy(known);
  }

  /** Known classes of a classification. */
  public int[] labels() {
    return Arrays.stream(targets()).mapToInt(t -> (int) t).toArray();
  }

  /** Outputs, {@code [sample][output]}; a copy. */
  public double[][] outputs() {
    return copy(outputs);
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
    return RegressionMetrics.of(targets(), predictions());
  }

  /**
   * Metrics of a classification.
   *
   * @throws IllegalArgumentException when there is no sample
   */
  public ClassificationMetrics classification() {
    return ClassificationMetrics.of(labels(), outputs);
  }

  /**
   * The task's finite metrics by name; empty without samples. With several targets those of each
   * under its name and a dot, and without a name the mean over the targets that have the metric.
   */
  public Map<String, Double> metrics() {
    if (known.length == 0) {
      return Map.of();
    }
    if (isSeveral()) {
      return metricsOfSeveral();
    }
    return task == Task.REGRESSION ? regression().asMap() : classification().asMap();
  }

  private Map<String, Double> metricsOfSeveral() {
    Map<String, Double> all = new TreeMap<>();
    Map<String, List<Double>> byMetric = new TreeMap<>();
    for (int t = 0; t < names.size(); t++) {
      String name = names.get(t);
      target(t)
          .metrics()
          .forEach(
              (metric, value) -> {
                all.put(name + "." + metric, value);
                byMetric.computeIfAbsent(metric, m -> new ArrayList<>()).add(value);
              });
    }
    byMetric.forEach(
        (metric, values) ->
            all.put(metric, values.stream().mapToDouble(v -> v).average().orElseThrow()));
    return all;
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

  /** Number of samples for which {@code other} predicts another class of any target. */
  public int flippedClasses(Evaluation other) {
    requireSameSize(other);
    int flipped = 0;
    for (int i = 0; i < outputs.length; i++) {
      flipped += isFlipped(outputs[i], other.outputs[i]) ? 1 : 0;
    }
    return flipped;
  }

  private boolean isFlipped(double[] a, double[] b) {
    return isSeveral()
        ? IntStream.range(0, a.length).anyMatch(t -> (a[t] > 0) != (b[t] > 0))
        : ClassificationMetrics.predicted(a) != ClassificationMetrics.predicted(b);
  }

  private void requireSameSize(Evaluation other) {
    if (other.outputs.length != outputs.length) {
      throw new IllegalArgumentException(
          "evaluations of " + outputs.length + " and " + other.outputs.length + " samples differ");
    }
  }
}
