package org.chemxor.cli.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.ModelFolderOption;
import org.chemxor.cli.predict.KnownPredictions;
import org.chemxor.data.confidence.CoverageLevels;
import org.chemxor.data.dataset.ClassThresholds;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.data.dataset.SavedSplit;
import org.chemxor.data.dataset.ValueTransform;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.report.DataDescription;
import org.chemxor.models.report.ModelReport;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.tuning.TuningResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor train}: a CSV file in, a model folder with its report out. */
@Command(
    name = "train",
    description = "Trains a model on a CSV file and writes it with a report and a model card.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class TrainCommand implements Callable<Integer> {
  private static final String PREDICTIONS = "predictions-test.csv";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @Mixin private TrainingDataOptions dataOptions = new TrainingDataOptions();
  @Mixin private ModelFolderOption out = new ModelFolderOption();
  @Mixin private TrainingOptions options = new TrainingOptions();
  @Mixin private TuningOptions tuning = new TuningOptions();
  @Mixin private PrivacyOptions privacy = new PrivacyOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the metrics as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--without-molecules",
      description =
          "Keep molecules out of the model folder: no predictions of the test part, no drawings of"
              + " the worst ones in the report.")
  private boolean withoutMolecules;

  /**
   * The JSON file's content.
   *
   * @param model architecture
   * @param molecules molecules used
   * @param invalidRows rows left out
   * @param duplicateRows rows whose molecule stands in an earlier row
   * @param epochs passes over the training data
   * @param millisPerEpoch mean wall-clock time
   * @param metrics by use and name, such as {@code test.r2}
   * @param tuning what fine-tuning did, step by step, with the metrics on the validation data after
   *     each; empty for a new network
   */
  record Report(
      String model,
      int molecules,
      int invalidRows,
      int duplicateRows,
      int epochs,
      double millisPerEpoch,
      Map<String, Double> metrics,
      List<TuningTable.Row> tuning) {}

  @Override
  public Integer call() throws Exception {
    tuning.requireConsistent();
    privacy.requireConsistent(
        dataOptions.task() == Task.CLASSIFICATION, dataOptions.thresholds().isPresent());
    if (privacy.isAsked()) {
      dataOptions.makePrivate();
      options.makePrivate();
    }
    LoadedModel start = tuning.from().map(this::loaded).orElse(null);
    if (start == null) {
      options.requireValid(dataOptions.task() == Task.CLASSIFICATION);
    } else {
      options.fineTuning(tuning, TrainingListener.SILENT);
    }
    JsonFile.requireWritable(json);
    try (ModelFolderOption.Prepared folder = out.prepare()) {
      train(folder.path(), start);
    }
    return 0;
  }

  private LoadedModel loaded(Path from) {
    LoadedModel model = LoadedModel.of(from).requireMoleculeImages();
    dataOptions.requireTask(model.model().info().task());
    return model;
  }

  private void train(Path folder, @Nullable LoadedModel start) throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    OlindaData data =
        start == null ? load(console) : dataOptions.loadFor(options.seed(), start.featuriser());
    options.requireFits(data);
    privacy.requireFits(data);
    console.println(dataOptions.csv().columns());
    console.println(dataOptions.csv().file().getFileName() + ": " + data.report());
    console.println(data);
    data.remarks().forEach(remark -> console.println("note: " + remark));
    console.flush();
    List<TuningTable.Row> steps = List.of();
    TrainedModel trained;
    if (start == null) {
      trained = privacy.isAsked() ? privateFit(data) : fit(data);
    } else {
      TuningResult result = tune(start.model(), data);
      trained = result.model();
      steps = TuningTable.rows(result);
      TuningTable.print(console, steps);
    }
    trained = trained.withInfo(trained.info().withTargets(dataOptions.csv().open().valueNames()));
    LoadedModel fitted = new LoadedModel(trained, data.featuriser());
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    evaluations.put("validation", fitted.evaluateTargets(data.validate()));
    evaluations.put("test", fitted.evaluateTargets(data.test()));
    trained = trained.withInfo(info(trained, data, evaluations));
    if (!withoutMolecules) {
      SavedSplit split = SavedSplit.of(data);
      split.save(folder.resolve(LoadedModel.SPLIT_FILE));
      trained =
          trained.withInfo(
              trained.info().withTraining(Map.of(LoadedModel.SPLIT_DIGEST, split.digest())));
    }
    trained.save(folder);
    LoadedModel finished = new LoadedModel(trained, data.featuriser());
    List<List<String>> trust = Trust.table(finished, data.test(), evaluations.get("test"));
    report(finished, data, evaluations, trust).save(folder);
    if (!withoutMolecules) {
      KnownPredictions.write(
          folder.resolve(PREDICTIONS),
          finished,
          data.test(),
          evaluations.get("test"),
          CoverageLevels.STANDARD);
    }
    printMetrics(console, evaluations);
    printTable(console, trust);
    console.println("model, report and model card are in " + folder);
    if (privacy.isAsked() && !withoutMolecules) {
      console.println(
          "note: split.csv, predictions-test.csv and the report show molecules or which rows were"
              + " learned from: train --without-molecules for a folder that others get");
    }
    console.flush();
    if (json != null) {
      JsonFile.write(json, report(trained, data, steps));
    }
  }

  private OlindaData load(PrintWriter console) {
    return dataOptions.choosesFingerprint()
        ? FingerprintChoice.load(dataOptions, options, console)
        : dataOptions.load(options.seed());
  }

  private ModelReport report(
      LoadedModel model,
      OlindaData data,
      Map<String, Evaluation> evaluations,
      List<List<String>> trust) {
    ModelReport report =
        ModelReport.of(model.model(), describe(data), evaluations)
            .with("Intervals and domain on the test part", trust);
    if (privacy.isAsked()) {
      report =
          report.with(PrivateFit.HEADING, PrivateFit.table(model.model().info().training(), data));
    }
    return withoutMolecules
        ? report
        : report.withPictures(
            "Worst predictions of the test part",
            WorstPredictions.pictures(
                model, data.test(), evaluations.get("test"), CoverageLevels.STANDARD));
  }

  private TuningResult tune(TrainedModel start, OlindaData data) {
    int epochs = options.fineTuning(tuning, TrainingListener.SILENT).epochs();
    try (TrainingProgress progress =
        TrainingProgress.of(Math.max(1, epochs), spec.commandLine().getErr())) {
      return options.fineTuning(tuning, progress).tune(start, data.train(), data.validate());
    }
  }

  private TrainedModel privateFit(OlindaData data) {
    PrivateFit fit = new PrivateFit(privacy, data);
    TrainedModel model;
    if (options.model().net().isEmpty()) {
      model = fit.quadratic();
    } else {
      PrintWriter err = spec.commandLine().getErr();
      try (TrainingProgress progress = TrainingProgress.of(options.privateEpochs(), err)) {
        model = fit.network(options.network(), options, progress);
      }
    }
    PrintWriter console = spec.commandLine().getOut();
    console.println(PrivateFit.sentence(model.info().training()));
    console.flush();
    return model;
  }

  private TrainedModel fit(OlindaData data) {
    return new ModelFitting(options, spec.commandLine().getOut(), spec.commandLine().getErr())
        .fit(data);
  }

  private ModelInfo info(
      TrainedModel trained, OlindaData data, Map<String, Evaluation> evaluations) {
    Evaluation test = evaluations.get("test");
    Evaluation validation = evaluations.get("validation");
    ModelInfo info = trained.info().withFeaturiser(data.featuriser().toJson());
    if (validation != null && validation.size() > 0) {
      info = info.withConfidence(Trust.learn(data, validation, !privacy.isAsked()).toJson());
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (validation != null
        && info.metrics().keySet().stream().noneMatch(name -> name.startsWith("validation."))) {
      validation.metrics().forEach((name, value) -> metrics.put("validation." + name, value));
    }
    if (test != null) {
      test.metrics().forEach((name, value) -> metrics.put("test." + name, value));
    }
    if (dataOptions.transform() != ValueTransform.NONE) {
      info = info.withTraining(Map.of(LoadedModel.TRANSFORM, dataOptions.transform().toString()));
    }
    if (!dataOptions.unit().isEmpty()) {
      info = info.withTraining(Map.of(ModelReport.UNIT, dataOptions.unit()));
    }
    ClassThresholds thresholds = dataOptions.thresholds().orElse(null);
    return thresholds == null
        ? info.withMetrics(metrics)
        : info.withMetrics(metrics)
            .withClasses(thresholds.names())
            .withTraining(Map.of(LoadedModel.THRESHOLDS, thresholds.toString()));
  }

  private static void printMetrics(PrintWriter out, Map<String, Evaluation> evaluations) {
    StringBuilder header = new StringBuilder(String.format(Locale.ROOT, "%-16s", "metric"));
    TreeSet<String> names = new TreeSet<>();
    List<Map<String, Double>> columns =
        evaluations.values().stream().map(Evaluation::metrics).toList();
    evaluations.keySet().forEach(use -> header.append(String.format(Locale.ROOT, " %11s", use)));
    columns.forEach(column -> names.addAll(column.keySet()));
    out.println(header);
    for (String name : names) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", name));
      columns.forEach(
          column ->
              line.append(
                  column.containsKey(name)
                      ? String.format(Locale.ROOT, " %11.4f", column.get(name))
                      : String.format(Locale.ROOT, " %11s", "-")));
      out.println(line);
    }
  }

  private static void printTable(PrintWriter out, List<List<String>> rows) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", row.get(0)));
      row.stream().skip(1).forEach(cell -> line.append(String.format("  %16s", cell)));
      out.println(line);
    }
  }

  private Report report(TrainedModel trained, OlindaData data, List<TuningTable.Row> steps) {
    return new Report(
        trained.network().name(),
        data.report().used(),
        data.report().invalid().size(),
        data.report().duplicates().size(),
        trained.history().size(),
        trained.history().stream().mapToLong(EpochResult::millis).average().orElse(0),
        trained.info().metrics(),
        steps);
  }

  private DataDescription describe(OlindaData data) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("train", data.train().size());
    sizes.put("validation", data.validate().size());
    sizes.put("test", data.test().size());
    return new DataDescription(
        String.valueOf(dataOptions.csv().file().getFileName()),
        dataOptions.describeSplit(options.seed()),
        sizes,
        // Which rows were left out follows from all of them, which privacy does not allow to tell.
        privacy.isAsked() ? "" : data.report().toString());
  }
}
