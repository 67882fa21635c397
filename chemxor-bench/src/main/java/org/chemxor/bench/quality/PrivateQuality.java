package org.chemxor.bench.quality;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.SplitRule;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.quadratic.PrivateQuadraticTraining;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * What privacy costs on a file, over several seeds of the split and several draws of the noise: a
 * metric of the test part (R2 or ROC-AUC) for every epsilon, and that of a quadratic model without
 * privacy on the same images.
 *
 * <pre>{@code
 * chemxor-bench/quality models=private file=data.csv value=COLUMN smiles=COLUMN
 *   [task=regression|classification] [range=LEAST,MOST] [epsilons=0.5,1,2,4,8] [delta=1e-5]
 *   [seeds=3] [draws=3]
 * }</pre>
 */
final class PrivateQuality {
  private final NamedOptions options;
  private final MoleculeCsv csv;
  private final Task task;
  private final GridFingerprintFeaturiser featuriser;
  private final List<MoleculeImage> drugs;

  private PrivateQuality(NamedOptions options) {
    this.options = options;
    this.csv = ModelQuality.file(options);
    this.task = Task.valueOf(options.get("task", "regression").toUpperCase(Locale.ROOT));
    DrugSet set = DrugSet.load();
    featuriser = GridFingerprintFeaturiser.standard().learnedWithDescriptorsFrom(set.smiles(), 7);
    drugs = set.images(featuriser);
  }

  static PrivateQuality of(NamedOptions options) {
    return new PrivateQuality(options);
  }

  /** Measures and prints a line for every epsilon: mean and deviation over seeds and draws. */
  void run(PrintStream out) {
    int seeds = Integer.parseInt(options.get("seeds", "3"));
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      OlindaData data = load(seed);
      for (String epsilon : options.get("epsilons", "0.5,1,2,4,8").split(",", -1)) {
        PrivateQuadraticTraining training = training(Double.parseDouble(epsilon));
        for (int draw = 0; draw < Integer.parseInt(options.get("draws", "3")); draw++) {
          add(metrics, "epsilon " + epsilon, training.fit(data.train(), data.validate()), data);
        }
      }
      QuadraticTraining open =
          task == Task.REGRESSION
              ? QuadraticTraining.regression()
              : QuadraticTraining.classification(2);
      add(metrics, "without privacy", open.fit(data.train(), data.validate()), data);
    }
    metrics.forEach((name, values) -> out.println(name + ": " + summary(values)));
  }

  private void add(
      Map<String, List<Double>> metrics, String name, TrainedModel model, OlindaData data) {
    String metric = task == Task.REGRESSION ? "r2" : "rocAuc";
    metrics
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(Evaluation.of(model, data.test()).metrics().get(metric));
  }

  private static String summary(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double square = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return String.format(
        Locale.ROOT,
        "test %.3f (deviation %.3f, %d models)",
        mean,
        Math.sqrt(square / Math.max(1, values.size() - 1)),
        values.size());
  }

  private PrivateQuadraticTraining training(double epsilon) {
    double delta = Double.parseDouble(options.get("delta", "1e-5"));
    PrivateQuadraticTraining training = PrivateQuadraticTraining.of(drugs, epsilon, delta);
    if (task == Task.CLASSIFICATION) {
      return training.classification(2);
    }
    double[] range =
        Arrays.stream(options.require("range").split(",", -1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return training.targetRange(range[0], range[1]);
  }

  private OlindaData load(int seed) {
    SplitRule split = SplitRule.independent(seed);
    return task == Task.REGRESSION
        ? OlindaRegressionData.from(csv).featuriser(featuriser).split(split).load()
        : OlindaClassificationData.from(csv).featuriser(featuriser).split(split).load();
  }
}
