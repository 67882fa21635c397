package org.chemxor.cli.predict;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.CoverageOption;
import org.chemxor.cli.options.CsvOptions;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.PlanName;
import org.chemxor.cli.terminal.Progress;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.data.confidence.MeasuredCoverage;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.dataset.MoleculeTable;
import org.chemxor.data.dataset.SavedSplit;
import org.chemxor.fhe.FheModel;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor evaluate}: a model against known values, in the clear and under encryption. */
@Command(
    name = "evaluate",
    description = "Measures a model on a CSV file, in the clear and, if asked, under encryption.",
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @Mixin private CsvOptions csv = new CsvOptions();
  @Mixin private CoverageOption coverage = new CoverageOption();

  @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The model.")
  private Path model;

  @Option(names = "--encrypted", description = "Evaluate under encryption as well.")
  private boolean encrypted;

  @Option(
      names = "--plan",
      converter = PlanName.Converter.class,
      defaultValue = "partitioned",
      description = "partitioned, single-round or batch (default: ${DEFAULT-VALUE}).")
  private PlanName plan;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "2147483647",
      description = "Use at most so many molecules.")
  private int limit;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Only the rows that the training kept for this part: train, validation or test. The file"
              + " must be the one that the model was trained on.")
  private SavedSplit.@Nullable Part part;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write known and predicted values as CSV, the encrypted ones with --encrypted.")
  private @Nullable Path predictions;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /**
   * The JSON file's content.
   *
   * @param molecules molecules used
   * @param invalidRows rows left out
   * @param domain molecules in, on the edge of and out of what the model has learned from; empty
   *     when that is not known
   * @param plain metrics in the clear
   * @param encrypted metrics under encryption; empty when not asked for
   * @param largestDifference between encrypted and plain outputs
   * @param flippedClasses molecules that encryption put into another class
   * @param plainMillisPerMolecule evaluation in the clear
   * @param setupMillis compiling, making keys and sending them
   * @param encryptedMillisPerMolecule encrypted evaluation, both sides
   */
  record Report(
      int molecules,
      int invalidRows,
      Map<String, Integer> domain,
      Map<String, Double> plain,
      Map<String, Double> encrypted,
      double largestDifference,
      int flippedClasses,
      double plainMillisPerMolecule,
      double setupMillis,
      double encryptedMillisPerMolecule) {}

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    JsonFile.requireWritable(predictions);
    coverage.level();
    LoadedModel loaded = LoadedModel.of(model).requireMoleculeImages();
    MoleculeTable table =
        MoleculeTable.read(csv.open(), loaded.featuriser(), loaded::requireKnownTarget);
    PrintWriter out = spec.commandLine().getOut();
    out.println(csv.columns());
    out.println(csv.file().getFileName() + ": " + table);
    MoleculeDataset samples = chosen(loaded, table).first(limit);
    if (samples.isEmpty()) {
      throw new InvalidInputException("there is no molecule to evaluate in " + csv.file());
    }
    long start = System.nanoTime();
    Evaluation plain = loaded.evaluate(samples, loaded.plain());
    double plainMillis = millisSince(start) / samples.size();
    Report report =
        new Report(
            samples.size(),
            table.problems().size(),
            DomainCounts.of(loaded, samples),
            metrics(loaded, plain),
            Map.of(),
            0,
            0,
            plainMillis,
            0,
            0);
    if (encrypted) {
      report = encrypted(loaded, samples, plain, report);
    } else if (predictions != null) {
      KnownPredictions.write(predictions, loaded, samples, plain, coverage.level());
    }
    print(out, report, plain.task());
    if (json != null) {
      JsonFile.write(json, report);
    }
    return 0;
  }

  /** All molecules of the file, or those of a part. */
  private MoleculeDataset chosen(LoadedModel loaded, MoleculeTable table) {
    if (part == null) {
      return table.samples();
    }
    String digest = loaded.model().info().training().get(LoadedModel.SPLIT_DIGEST);
    if (digest == null) {
      throw new InvalidInputException(
          "the model in "
              + model
              + " does not know its split (train --without-molecules leaves it out): train it anew, or"
              + " leave --part out");
    }
    MoleculeDataset molecules =
        SavedSplit.load(model.resolve(LoadedModel.SPLIT_FILE), digest).part(table.samples(), part);
    spec.commandLine().getOut().println(part + " part: " + molecules.size() + " molecules");
    return molecules;
  }

  private Report encrypted(
      LoadedModel loaded, MoleculeDataset molecules, Evaluation plain, Report report)
      throws IOException {
    long start = System.nanoTime();
    try (FheModel fhe = FheModel.wrap(loaded.model().network(), plan.plan());
        Progress progress =
            Progress.of("encrypted", report.molecules(), spec.commandLine().getErr())) {
      fhe.prepare();
      double setup = millisSince(start);
      start = System.nanoTime();
      // Read ahead by a batch, in the order in which Evaluation reads them.
      EncryptedOutputs outputs =
          new EncryptedOutputs(fhe, molecules.stream().map(Sample::image).iterator());
      Evaluation result =
          loaded.evaluate(
              molecules,
              image -> {
                double[] values = outputs.next();
                progress.step("");
                return values;
              });
      if (predictions != null) {
        KnownPredictions.write(predictions, loaded, molecules, result, coverage.level());
      }
      return new Report(
          report.molecules(),
          report.invalidRows(),
          report.domain(),
          report.plain(),
          metrics(loaded, result),
          plain.largestDifference(result),
          plain.task() == Task.CLASSIFICATION ? plain.flippedClasses(result) : 0,
          report.plainMillisPerMolecule(),
          setup,
          millisSince(start) / report.molecules());
    }
  }

  /** The task's metrics, and how often intervals or sets hold the known value. */
  private Map<String, Double> metrics(LoadedModel loaded, Evaluation evaluation) {
    Map<String, Double> metrics = new TreeMap<>(evaluation.metrics());
    ModelConfidence confidence = loaded.confidence();
    metrics.putAll(
        MeasuredCoverage.of(confidence, evaluation.known(), evaluation.outputs(), coverage.level())
            .asMap(confidence));
    return metrics;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private void print(PrintWriter out, Report report, Task task) {
    if (!report.domain().isEmpty()) {
      out.println("domain: " + report.domain());
    }
    out.println(String.format("%-12s %12s%s", "metric", "plain", encrypted ? "    encrypted" : ""));
    new TreeMap<>(report.plain())
        .forEach(
            (name, value) -> {
              Double other = report.encrypted().get(name);
              out.println(
                  String.format(Locale.ROOT, "%-12s %12.6f", name, value)
                      + (other == null ? "" : String.format(Locale.ROOT, " %12.6f", other)));
            });
    if (encrypted) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-12s %12.3f %12.1f",
              "ms/molecule",
              report.plainMillisPerMolecule(),
              report.encryptedMillisPerMolecule()));
      out.println(
          String.format(
              Locale.ROOT,
              "largest difference %.2e; %.0f ms before the first molecule, for keys",
              report.largestDifference(),
              report.setupMillis()));
      if (task == Task.CLASSIFICATION) {
        out.println("classes flipped by encryption: " + report.flippedClasses());
      }
    }
    out.flush();
  }
}
