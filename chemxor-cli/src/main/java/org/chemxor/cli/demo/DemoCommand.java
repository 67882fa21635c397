package org.chemxor.cli.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.plan.DemoReport;
import org.chemxor.cli.train.TrainingProgress;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.DataSplit;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheOlindaNet;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor demo}: the whole way once, on molecules that come with the library. */
@Command(
    name = "demo",
    description = {
      "Trains OlindaNetZero on known compounds and predicts held-out ones under encryption.",
      "Exits with 0 only if every encrypted prediction is as close to the plain one as stated."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  /** Largest difference accepted, relative to the range of the plain predictions. */
  static final double TOLERANCE = 1e-3;

  private static final int ACCURACY_FAILURE = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--molecules",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Held-out molecules to predict (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--epochs",
      defaultValue = "40",
      description = "Passes over the training data (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Seed of split and training (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws Exception {
    DataSplit<Sample> split =
        DataSplit.random(DrugSet.load().samples(GridFingerprintFeaturiser.standard()), seed);
    if (count < 1 || count > split.test().size()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--molecules must be from 1 to " + split.test().size() + ", got " + count);
    }
    TrainedModel model = train(split);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      return predict(
          model.network(), split.test().subList(0, count), Parallelism.of(executor, threads));
    } finally {
      executor.shutdownNow();
    }
  }

  private TrainedModel train(DataSplit<Sample> split) {
    PrintWriter out = out();
    out.printf(
        "Training OlindaNetZero to predict logP (as CDK computes it) from %d compounds, %d more to"
            + " validate%n",
        split.train().size(), split.validate().size());
    out.flush();
    try (TrainingProgress progress = TrainingProgress.of(epochs, spec.commandLine().getErr())) {
      return Training.of(OlindaNet.zero())
          .epochs(epochs)
          .batchSize(32)
          .seed(seed)
          .listener(progress)
          .fit(split.train(), split.validate());
    }
  }

  private int predict(Network network, List<Sample> samples, Parallelism parallelism)
      throws Exception {
    CkksEngine engine = CkksEngine.load();
    try (FheModel model = FheOlindaNet.wrap(network, Plan.partitioned(), engine, parallelism);
        FheClient client = model.newClient()) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      printSetting(engine, model, client);
      List<DemoReport.Molecule> molecules = new ArrayList<>();
      // The first run warms the compiler up and is not shown.
      FheResult cost = model.evaluate(client, keys, samples.get(0).image());
      for (Sample sample : samples) {
        FheResult result = model.evaluate(client, keys, sample.image());
        DemoReport.Molecule molecule = compare(network, sample, result);
        molecules.add(molecule);
        out()
            .println(
                String.format(
                    Locale.ROOT,
                    "%-28s %10.4f %10.4f %12.2e %8.0f",
                    shortened(molecule.name()),
                    molecule.plain(),
                    molecule.encrypted(),
                    molecule.difference(),
                    molecule.millis()));
        out().flush();
      }
      DemoReport report =
          DemoReport.of(network.name(), engine, model.program().parameters(), molecules, cost);
      if (json != null) {
        JsonFile.write(json, report);
      }
      return summarize(report, engine, model);
    }
  }

  private static DemoReport.Molecule compare(Network network, Sample sample, FheResult result) {
    double plain = new ReferenceEvaluator(network).evaluate(sample.image())[0];
    return new DemoReport.Molecule(
        sample.name(), sample.smiles(), plain, result.outputs().get(0), result.millis());
  }

  private void printSetting(CkksEngine engine, FheModel model, FheClient client) {
    CkksParameters parameters = model.program().parameters();
    PrintWriter out = out();
    out.println("engine      " + engine.description());
    out.println("parameters  " + parameters);
    out.printf(
        Locale.ROOT,
        "keys        %.1f MB, sent once; the secret key stays with the client%n%n",
        client.evaluationKeys().length / 1e6);
    out.printf("%-28s %10s %10s %12s %8s%n", "molecule", "plain", "encrypted", "difference", "ms");
    out.flush();
  }

  /** Prints the summary; the exit status says whether the predictions are close enough. */
  private int summarize(DemoReport report, CkksEngine engine, FheModel model) {
    double least =
        report.molecules().stream().mapToDouble(DemoReport.Molecule::plain).min().orElse(0);
    double most =
        report.molecules().stream().mapToDouble(DemoReport.Molecule::plain).max().orElse(0);
    // A single molecule has no range of its own: take the program's.
    double range = report.molecules().size() > 1 ? most - least : model.program().outputRange();
    double limit = TOLERANCE * range;
    boolean close = report.maxAbsError() <= limit;
    PrintWriter out = out();
    out.println();
    out.printf(
        Locale.ROOT,
        "largest difference   %.2e (accepted: %.2e, a thousandth of the predictions' range)%n",
        report.maxAbsError(),
        limit);
    out.printf(Locale.ROOT, "median latency       %.0f ms%n", report.latencyMillisMedian());
    out.printf(
        Locale.ROOT,
        "to the evaluator     %.2f MB, back %.2f MB, in %d rounds%n",
        report.bytesUp() / 1e6,
        report.bytesDown() / 1e6,
        report.rounds());
    out.printf(
        Locale.ROOT,
        "security             %d bits: N = %d, log2(PQ) = %.1f%n",
        report.security().bits(),
        report.security().n(),
        report.security().logPQ());
    out.println("engine               " + engine.description());
    if (!close) {
      out.println("FAILED: an encrypted prediction is further from the plain one than accepted");
    }
    out.flush();
    return close ? 0 : ACCURACY_FAILURE;
  }

  private static String shortened(String name) {
    return name.length() <= 28 ? name : name.substring(0, 27) + "~";
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
