package org.chemxor.cli.plan;

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
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.NetworkOption;
import org.chemxor.cli.options.OnnxOptions;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.forecast.TimeForecast;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.service.server.budget.Allowance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor plan}: what an encrypted evaluation will take, before a key exists. */
@Command(
    name = "plan",
    description = "Says what evaluating a model under encryption takes, before any key is made.",
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** Where the network comes from. */
  static final class Source {
    @Option(
        names = "--model",
        required = true,
        paramLabel = "MODEL",
        description = "A model folder, or zero, olinda, one or quadratic.")
    private @Nullable String model;

    @Option(
        names = "--onnx",
        required = true,
        paramLabel = "FILE",
        description = "An ONNX model; without --plan, every plan is tried.")
    private @Nullable Path onnx;
  }

  @Mixin private OnnxOptions onnxOptions = new OnnxOptions();

  @Option(
      names = "--plan",
      converter = PlanName.Converter.class,
      description =
          "partitioned, single-round or batch (default: partitioned for a model folder, all of them"
              + " for an ONNX model).")
  private @Nullable PlanName plan;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the evaluator whose time is predicted (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--no-time",
      description = "Do not predict the time, which takes some seconds of trying things out.")
  private boolean isTimeless;

  @Option(
      names = "--budget",
      paramLabel = "N/PERIOD",
      converter = AllowanceConverter.class,
      description = "Say what this budget of serve means, such as 10000/day.")
  private @Nullable Allowance budget;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private @Nullable Path json;

  /**
   * The JSON file's content.
   *
   * @param network name of the network
   * @param plan which plan
   * @param security parameters and their promise
   * @param rotationKeys rotations that need a key
   * @param keyBytes bytes of all evaluation keys
   * @param rounds requests for one molecule
   * @param requestBytes bytes of each request
   * @param replyBytes bytes of each reply
   * @param weightBytes bytes of the encoded weights in the evaluator
   * @param expectedError the largest error to expect at the outputs
   * @param outputRange difference between the largest and the least output on synthetic inputs
   * @param predictedMillis time in the evaluator for each round; empty with {@code --no-time}
   * @param disclosures what each party learns
   * @param secrets what is known about how well the model keeps its training compounds and itself
   *     secret; empty for one that is not in a folder
   */
  record Report(
      String network,
      String plan,
      DemoReport.Security security,
      int rotationKeys,
      long keyBytes,
      int rounds,
      List<Long> requestBytes,
      List<Long> replyBytes,
      long weightBytes,
      double expectedError,
      double outputRange,
      List<Double> predictedMillis,
      List<String> disclosures,
      List<String> secrets) {}

  /** Reads a budget. */
  static final class AllowanceConverter implements CommandLine.ITypeConverter<Allowance> {
    @Override
    public Allowance convert(String text) {
      try {
        return Allowance.parse(text);
      } catch (InvalidInputException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * The JSON file's content when every plan was tried.
   *
   * @param network name of the network
   * @param plans what became of each encrypted plan
   * @param secretShared what became of secret sharing
   */
  record SurveyReport(String network, List<PlanSurvey.Outcome> plans, SharedOutcome secretShared) {}

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    Network network =
        source.onnx != null
            ? onnxOptions.read(source.onnx)
            : NetworkOption.of(Objects.requireNonNull(source.model));
    if (plan == null && source.onnx != null) {
      survey(network);
    } else {
      describe(network, plan == null ? PlanName.PARTITIONED : plan);
    }
    return 0;
  }

  private void survey(Network network) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        network.name()
            + ": "
            + network.nodes().size()
            + " layers, "
            + network.parameterCount()
            + " weights, "
            + network.inputShape()
            + " to "
            + network.outputShape());
    List<PlanSurvey.Outcome> outcomes = PlanSurvey.of(network);
    outcomes.forEach(outcome -> out.print("  " + outcome.describe()));
    SharedOutcome shared = SharedOutcome.of(network);
    out.print("  " + shared.describe());
    out.println("More on an encrypted one, with the time it takes: --plan.");
    out.flush();
    if (json != null) {
      JsonFile.write(json, new SurveyReport(network.name(), outcomes, shared));
    }
  }

  private void describe(Network network, PlanName chosen) throws IOException {
    EncryptedProgram program = ProgramCompiler.compile(network, chosen.plan());
    PrintWriter out = spec.commandLine().getOut();
    ProgramCosts costs = ProgramCosts.of(program);
    out.print(ProgramReport.of(program));
    List<String> secrets = secrets(network);
    secrets.forEach(sentence -> out.println("  secrecy       " + sentence));
    out.flush();
    List<Double> predictedMillis = isTimeless ? List.of() : predictTime(program, out);
    if (json != null) {
      JsonFile.write(
          json,
          new Report(
              program.network().name(),
              chosen.toString(),
              DemoReport.Security.of(program.parameters()),
              program.rotations().steps().size(),
              costs.keyBytes(),
              program.roundCount(),
              costs.requestBytes(),
              costs.replyBytes(),
              program.weightBytes(),
              program.expectedError(),
              program.outputRange(),
              predictedMillis,
              ProgramReport.disclosures(program.outline()),
              secrets));
    }
  }

  private List<String> secrets(Network network) {
    List<String> secrets = new ArrayList<>();
    if (source.model != null) {
      secrets.addAll(TrainingSecrets.of(source.model));
    }
    if (budget != null) {
      secrets.addAll(TrainingSecrets.of(budget, network));
    }
    return secrets;
  }

  private List<Double> predictTime(EncryptedProgram program, PrintWriter out) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      TimeForecast time =
          TimeForecast.of(program, CkksEngine.load(), Parallelism.of(executor, threads));
      out.printf(
          Locale.ROOT,
          "  predicted     %.0f ms in the evaluator on %d threads of this machine, once warm%n",
          time.serverMillis(),
          time.threads());
      out.flush();
      return time.roundMillis();
    } finally {
      executor.shutdownNow();
    }
  }
}
