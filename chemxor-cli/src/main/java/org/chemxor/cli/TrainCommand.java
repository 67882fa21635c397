package org.chemxor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chemxor.data.CircularFingerprint;
import org.chemxor.data.GridFingerprintFeaturizer;
import org.chemxor.data.OlindaClassificationData;
import org.chemxor.data.OlindaData;
import org.chemxor.data.OlindaDataBuilder;
import org.chemxor.data.OlindaRegressionData;
import org.chemxor.data.SplitRule;
import org.chemxor.models.Evaluation;
import org.chemxor.models.OlindaNet;
import org.chemxor.models.Schedule;
import org.chemxor.models.Task;
import org.chemxor.models.TrainedModel;
import org.chemxor.models.Training;
import org.chemxor.models.report.DataDescription;
import org.chemxor.models.report.ModelReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor train}: a CSV file in, a model folder with its report out. */
@Command(
    name = "train",
    description = "Trains a model on a CSV file and writes it with a report and a model card.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** What an image shows. */
  enum Images {
    LEARNED,
    STANDARD
  }

  /** How molecules are divided. */
  enum Split {
    RANDOM,
    SCAFFOLD
  }

  /** Measured best for learned images; see docs/data.md. */
  private static final CircularFingerprint LEARNED_FINGERPRINT =
      new CircularFingerprint(CircularFingerprint.Kind.ECFP, 1);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--model",
      defaultValue = "zero",
      description = "zero, olinda or one (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--task",
      defaultValue = "REGRESSION",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Task task;

  @Option(
      names = "--threshold",
      split = ",",
      paramLabel = "VALUE",
      description = "Turns values into classes: up to and including the first is class 0, ...")
  private List<Double> thresholds = new ArrayList<>();

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where to.")
  private Path out;

  @Option(names = "--epochs", defaultValue = "40", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--batch-size", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--learning-rate",
      defaultValue = "3e-4",
      description = "Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--schedule",
      defaultValue = "cosine",
      description = "constant, cosine or step:EPOCHS:FACTOR (default: ${DEFAULT-VALUE}).")
  private String schedule;

  @Option(names = "--weight-decay", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(names = "--dropout", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
  private double dropout;

  @Option(
      names = "--split",
      defaultValue = "RANDOM",
      description = "${COMPLETION-CANDIDATES}, 70/20/10 (default: ${DEFAULT-VALUE}).")
  private Split split;

  @Option(
      names = "--images",
      defaultValue = "LEARNED",
      description =
          "${COMPLETION-CANDIDATES}: pixels for the surroundings most frequent in the training part,"
              + " or a fingerprint folded by hash (default: ${DEFAULT-VALUE}).")
  private Images images;

  @Option(names = "--seed", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the metrics as JSON.")
  private @Nullable Path json;

  /**
   * The JSON file's content.
   *
   * @param model architecture
   * @param molecules molecules used
   * @param invalidRows rows left out
   * @param metrics by name, such as {@code test.r2}
   */
  record Report(String model, int molecules, int invalidRows, Map<String, Double> metrics) {}

  @Override
  public Integer call() throws Exception {
    PrintWriter console = spec.commandLine().getOut();
    OlindaData data = load();
    console.println(csv.file().getFileName() + ": " + data.report());
    console.flush();
    OlindaNet architecture = OlindaNet.named(model);
    if (data instanceof OlindaClassificationData classes) {
      architecture = architecture.withOutputs(classes.classes());
    }
    TrainedModel trained = fit(architecture, data);
    Evaluation test = Evaluation.of(trained, data.test());
    Map<String, Double> metrics = new LinkedHashMap<>();
    test.metrics().forEach((name, value) -> metrics.put("test." + name, value));
    trained =
        trained.withInfo(
            trained.info().withFeaturiser(data.featurizer().toJson()).withMetrics(metrics));
    trained.save(out);
    ModelReport.of(trained, describe(data), Map.of("test", test)).save(out);
    metrics.forEach(
        (name, value) -> console.println(String.format(Locale.ROOT, "%-16s %.4f", name, value)));
    console.println("model, report and model card are in " + out);
    console.flush();
    if (json != null) {
      JsonFile.write(
          json,
          new Report(
              architecture.name(), data.report().used(), data.report().invalid().size(), metrics));
    }
    return 0;
  }

  private OlindaData load() {
    SplitRule rule = split == Split.RANDOM ? SplitRule.random(seed) : SplitRule.scaffold();
    if (task == Task.CLASSIFICATION) {
      return withImages(OlindaClassificationData.from(csv.open()))
          .thresholds(thresholds.stream().mapToDouble(Double::doubleValue).toArray())
          .split(rule)
          .load();
    }
    if (!thresholds.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--threshold makes classes: add --task classification");
    }
    return withImages(OlindaRegressionData.from(csv.open())).split(rule).load();
  }

  private <B extends OlindaDataBuilder<B>> B withImages(B builder) {
    return images == Images.STANDARD
        ? builder
        : builder
            .featurizer(GridFingerprintFeaturizer.standard().withFingerprint(LEARNED_FINGERPRINT))
            .learnImages(seed);
  }

  private TrainedModel fit(OlindaNet architecture, OlindaData data) {
    try (Progress progress = Progress.of("training", epochs, spec.commandLine().getErr())) {
      Training training =
          Training.of(architecture)
              .epochs(epochs)
              .batchSize(batchSize)
              .learningRate(learningRate)
              .schedule(Schedule.parse(schedule))
              .weightDecay(weightDecay)
              .dropout(dropout)
              .seed(seed)
              .threads(Runtime.getRuntime().availableProcessors())
              .listener(progress.epochs());
      return (task == Task.CLASSIFICATION ? training.classification() : training)
          .fit(data.train(), data.validate());
    }
  }

  private DataDescription describe(OlindaData data) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("train", data.train().size());
    sizes.put("validation", data.validate().size());
    sizes.put("test", data.test().size());
    return new DataDescription(
        String.valueOf(csv.file().getFileName()),
        split.name().toLowerCase(Locale.ROOT) + " 70/20/10, seed " + seed,
        sizes,
        data.report().toString());
  }
}
