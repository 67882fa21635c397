package org.chemxor.cli.screen;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LeaveOutOption;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.serve.WrappedModel;
import org.chemxor.core.AtomicFiles;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.server.ServedModel;
import org.chemxor.spark.run.PlanChoice;
import org.chemxor.spark.run.ScreenPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor screen program}: what a model's owner tells clients, as a file. */
@Command(
    name = "program",
    description =
        "Writes what clients need to encrypt molecules for a model: its public description, by the"
            + " batch plan that suits it. For clients that reach no server of the model.",
    mixinStandardHelpOptions = true)
public final class ScreenProgramCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The model.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "JSON file to write; for clients, holds no weights.")
  private Path out;

  @Option(
      names = "--rounds",
      paramLabel = "HOW",
      defaultValue = "choose",
      description =
          "single, several (the client decrypts and encrypts in between), or choose (default): a"
              + " single round, unless several take less than half of the time.")
  private Rounds rounds;

  @Mixin private LeaveOutOption leaveOut = new LeaveOutOption();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /** How many rounds. */
  enum Rounds {
    SINGLE,
    SEVERAL,
    CHOOSE
  }

  /**
   * What was written.
   *
   * @param name of the model
   * @param samples most molecules of a batch
   * @param rounds of requests and replies
   * @param considered plans with what they take, if they were compared
   * @param reason why this one
   */
  record Result(
      String name, int samples, int rounds, List<PlanChoice.Option> considered, String reason) {}

  @Override
  public Integer call() throws Exception {
    SparkLibraries.require();
    JsonFile.requireWritable(json);
    AtomicFiles.requireWritable(out);
    LoadedModel loaded = LoadedModel.of(model).requireMoleculeImages();
    List<PlanChoice.Option> considered = List.of();
    ScreenPlan plan;
    String reason;
    if (rounds == Rounds.CHOOSE) {
      PlanChoice.Choice choice = PlanChoice.of(loaded.model().network());
      plan = choice.chosen().plan();
      considered = choice.considered();
      reason = choice.reason();
    } else {
      plan = rounds == Rounds.SINGLE ? PlanChoice.SINGLE_ROUND : PlanChoice.PARTITIONED;
      reason = "as asked for";
    }
    PrintWriter printed = spec.commandLine().getOut();
    try (FheModel compiled =
        FheModel.wrap(
            loaded.model().network(), plan.plan(), CkksEngine.load(), Parallelism.sequential())) {
      String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
      ServedModel offered =
          WrappedModel.of(name, loaded, compiled, leaveOut.told(loaded.confidence()));
      AtomicFiles.write(out, offered.describe().toJson());
      Result result = new Result(name, plan.samples(), compiled.roundCount(), considered, reason);
      printed.println(out + ": " + reason);
      if (json != null) {
        JsonFile.write(json, result);
      }
    }
    printed.flush();
    return 0;
  }
}
