package org.chemxor.bench.quality;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.featurise.CircularFingerprint;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.SplitRule;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.metrics.RegressionMetrics;
import org.chemxor.models.train.Training;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.TrainedModel;

/**
 * Trains and measures on a CSV file of the user's: {@code chemxor-bench/quality file=data.csv
 * value=COLUMN smiles=COLUMN [split=chemxor|SEED,SEED,...] [features=ECFP2|ECFP2:learned]
 * [models=ridge,neighbours, zero:fixed,zero:improved,...] [epochs=15] [batch=128] [seed=1]}. Prints
 * one line per split and model: R2 on the validation and the test part, and milliseconds per epoch.
 * With {@code models=quadratic} it is {@link QuadraticQuality} that measures, with {@code
 * models=compare} {@link Comparison}, with {@code models=private} {@link PrivateQuality}.
 */
public final class ModelQuality {
  private final NamedOptions options;
  private final PrintStream out;

  private ModelQuality(NamedOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs the measurement.
   *
   * @param args {@code name=value} pairs, see the class
   */
  public static void main(String[] args) {
    NamedOptions options = NamedOptions.of(args);
    if (options.get("models", "").equals("quadratic")) {
      QuadraticQuality.of(options).run(System.out);
    } else if (options.get("models", "").equals("compare")) {
      Comparison.of(options).run(System.out);
    } else if (options.get("models", "").equals("private")) {
      PrivateQuality.of(options).run(System.out);
    } else {
      new ModelQuality(options, System.out).run();
    }
  }

  private void run() {
    for (String split : options.get("split", "chemxor").split(",", -1)) {
      OlindaRegressionData data = load(split);
      for (String model : options.get("models", "ridge,zero:improved").split(",", -1)) {
        measure(split, model, data);
      }
    }
  }

  private OlindaRegressionData load(String split) {
    MoleculeCsv csv = file(options);
    String[] features = options.get("features", "ECFP2").split(":", -1);
    OlindaRegressionData.Builder builder =
        OlindaRegressionData.from(csv)
            .featuriser(
                GridFingerprintFeaturiser.standard().withFingerprint(fingerprint(features[0])))
            .split(
                split.equals("chemxor")
                    ? SplitRule.chemxor()
                    : SplitRule.random(Long.parseLong(split)))
            .keepDuplicates();
    return (features.length > 1 ? builder.learnImages(1) : builder).load();
  }

  /** The file of the options file, value and smiles. */
  static MoleculeCsv file(NamedOptions options) {
    MoleculeCsv csv = MoleculeCsv.open(options.require("file"));
    MoleculeCsv valued = options.find("value").map(csv::valueColumn).orElse(csv);
    return options.find("smiles").map(valued::smilesColumn).orElse(valued);
  }

  /** A kind and a radius, such as ECFP2. */
  static CircularFingerprint fingerprint(String name) {
    return new CircularFingerprint(
        CircularFingerprint.Kind.valueOf(name.substring(0, 4).toUpperCase(Locale.ROOT)),
        Integer.parseInt(name.substring(4)));
  }

  private void measure(String split, String model, OlindaRegressionData data) {
    if (model.equals("ridge") || model.equals("neighbours")) {
      Baselines.Score score =
          model.equals("ridge") ? Baselines.ridge(data) : Baselines.neighbours(data);
      print(split, model, score.validation(), score.test(), 0);
      return;
    }
    String[] parts = model.split(":", -1);
    Training training = training(OlindaNet.named(parts[0]), parts[1]);
    training.seed(Long.parseLong(options.get("seed", "1")));
    options.find("batch").map(Integer::parseInt).ifPresent(training::batchSize);
    options.find("epochs").map(Integer::parseInt).ifPresent(training::epochs);
    List<Long> millis = new ArrayList<>();
    training.listener(
        new TrainingListener() {
          @Override
          public void onEpoch(EpochResult result) {
            millis.add(result.millis());
          }
        });
    TrainedModel trained = training.fit(data.train(), data.validate());
    print(
        split,
        model,
        Evaluation.of(trained, data.validate()).regression(),
        Evaluation.of(trained, data.test()).regression(),
        millis.stream().mapToLong(m -> m).sum() / millis.size());
  }

  /** ChemXor's activation with settings found to suit it, or the improved variant. */
  private static Training training(OlindaNet net, String variant) {
    return switch (variant) {
      case "fixed" -> Training.tuned(net);
      case "improved" -> Training.improved(net);
      default ->
          throw new IllegalArgumentException("\"" + variant + "\" is neither fixed nor improved");
    };
  }

  private void print(
      String split,
      String model,
      RegressionMetrics validation,
      RegressionMetrics test,
      long millisPerEpoch) {
    out.printf(
        Locale.ROOT,
        "split %s, %s: validation R2 %.4f, test R2 %.4f, test RMSE %.4f, %d ms/epoch%n",
        split,
        model,
        validation.r2(),
        test.r2(),
        test.rmse(),
        millisPerEpoch);
  }
}
