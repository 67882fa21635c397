package org.chemxor.bench.quality;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.confidence.MeasuredCoverage;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * What quadratic models are worth on a file, over several seeds of split and images: a metric of
 * the test part (R2, or ROC-AUC, the mean over several targets) and how often the intervals or sets
 * of 90 % that the validation part calibrates hold the truth there.
 *
 * <pre>{@code
 * chemxor-bench/quality models=quadratic file=data.csv value=COLUMN[,COLUMN...] smiles=COLUMN
 *   [task=regression|classification] [rule=random|scaffold] [seeds=20]
 *   [images=learned,descriptors:ECFP1+ECFP2]
 * }</pre>
 *
 * <p>Of several fingerprints the one with the best metric on the validation part is taken, for
 * every seed anew.
 */
final class QuadraticQuality {
  private static final double LEVEL = 0.9;

  private final NamedOptions options;
  private final QualityData source;
  private final Task task;

  private QuadraticQuality(NamedOptions options) {
    this.options = options;
    this.source = QualityData.of(options);
    this.task = source.task();
  }

  static QuadraticQuality of(NamedOptions options) {
    return new QuadraticQuality(options);
  }

  /**
   * One seed's figures.
   *
   * @param fingerprint that was taken
   * @param validation metric
   * @param test metric
   * @param coverage of the test part
   */
  record Figures(String fingerprint, double validation, double test, MeasuredCoverage coverage) {}

  /** Measures and prints a line for each seed, and the means and deviations over the seeds. */
  void run(PrintStream out) {
    int seeds = Integer.parseInt(options.get("seeds", "20"));
    for (String images : options.get("images", "learned").split(",", -1)) {
      List<Figures> all = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        Figures figures = measure(images, seed);
        all.add(figures);
        out.printf(
            Locale.ROOT,
            "%s, seed %d, %s: validation %.4f, test %.4f, coverage %.3f, size %.3f%n",
            images,
            seed,
            figures.fingerprint(),
            figures.validation(),
            figures.test(),
            figures.coverage().coverage(),
            figures.coverage().size());
      }
      out.println(images + ", " + seeds + " seeds: " + summary(all));
    }
  }

  private static String summary(List<Figures> all) {
    Map<String, double[]> columns = new TreeMap<>();
    columns.put("test", all.stream().mapToDouble(Figures::test).toArray());
    columns.put("coverage", all.stream().mapToDouble(f -> f.coverage().coverage()).toArray());
    columns.put("size", all.stream().mapToDouble(f -> f.coverage().size()).toArray());
    List<String> texts = new ArrayList<>();
    columns.forEach(
        (name, values) -> {
          double mean = Arrays.stream(values).average().orElse(Double.NaN);
          double variance =
              Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum()
                  / Math.max(1, values.length - 1);
          texts.add(
              String.format(
                  Locale.ROOT, "%s %.4f (deviation %.4f)", name, mean, Math.sqrt(variance)));
        });
    return String.join(", ", texts);
  }

  /** The best of the fingerprints that the images are made of, such as learned:ECFP1+ECFP2. */
  private Figures measure(String images, int seed) {
    String[] parts = images.split(":", -1);
    String fingerprints = parts.length > 1 ? parts[1] : "ECFP1";
    return Arrays.stream(fingerprints.split("\\+", -1))
        .map(name -> measure(parts[0], name, seed))
        .max(Comparator.comparingDouble(Figures::validation))
        .orElseThrow();
  }

  private Figures measure(String images, String fingerprint, int seed) {
    OlindaData data = source.load(images, fingerprint, seed);
    boolean isSeveral = data.targetCount() > 1;
    TrainedModel model = source.quadratic(data);
    Evaluation validation = evaluation(model, data.validate(), isSeveral);
    Evaluation test = evaluation(model, data.test(), isSeveral);
    ModelConfidence confidence =
        ModelConfidence.calibrated(
            task == Task.CLASSIFICATION,
            validation.known(),
            validation.outputs(),
            Optional.empty());
    return new Figures(
        fingerprint,
        metric(validation),
        metric(test),
        MeasuredCoverage.of(confidence, test.known(), test.outputs(), LEVEL));
  }

  private static Evaluation evaluation(
      TrainedModel model, MoleculeDataset part, boolean isSeveral) {
    if (!isSeveral) {
      return Evaluation.of(model, part);
    }
    double[][] rows = part.targetRows();
    List<String> names = IntStream.range(0, rows[0].length).mapToObj(t -> "t" + t).toList();
    ReferenceEvaluator evaluator = new ReferenceEvaluator(model.network());
    double[][] outputs =
        IntStream.range(0, part.size())
            .mapToObj(i -> evaluator.evaluate(part.image(i)))
            .toArray(double[][]::new);
    return Evaluation.ofSeveral(model.info().task(), names, rows, outputs);
  }

  private double metric(Evaluation evaluation) {
    return evaluation.metrics().getOrDefault(task == Task.REGRESSION ? "r2" : "rocAuc", Double.NaN);
  }
}
