package org.chemxor.cli.screen;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.text.PrintableText;
import org.chemxor.spark.run.Outcome;
import org.chemxor.spark.run.ScreenRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor screen run}: encrypted batches to encrypted replies. */
@Command(
    name = "run",
    description =
        "Evaluates encrypted batches as a Spark job. Started again it goes on where it stopped.",
    mixinStandardHelpOptions = true)
public final class ScreenRunCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--requests",
      required = true,
      paramLabel = "FOLDER",
      description = "The client's batches; a path or address that all workers reach.")
  private String requests;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "Where the client's evaluation.keys is (default: beside the batches).")
  private @Nullable String keys;

  @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The model.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder of replies to write; likewise reached by all workers.")
  private String out;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "local[N] for N cores of this machine, spark://HOST:PORT for a cluster (default: what"
              + " spark-submit says, else all cores of this machine).")
  private @Nullable String master;

  @Option(
      names = "--conf",
      paramLabel = "NAME=VALUE",
      description = "A setting of Spark's, such as spark.executor.memory=8g; may be repeated.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Option(
      names = "--retry-failed",
      description = "Evaluate batches again that an earlier run could not evaluate.")
  private boolean retryFailed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    SparkLibraries.require();
    JsonFile.requireWritable(json);
    LoadedModel loaded = LoadedModel.of(model);
    ScreenRun.Result result;
    try (CountedProgress progress =
        new CountedProgress("evaluating", spec.commandLine().getErr())) {
      ScreenRun run =
          new ScreenRun(loaded.model().network(), requests, out)
              .progress(progress::start, progress::done);
      if (keys != null) {
        run.keys(keys);
      }
      if (retryFailed) {
        run.retryingFailed();
      }
      result = run.runOn(Optional.ofNullable(master), conf);
    }
    print(result);
    if (json != null) {
      JsonFile.write(json, result);
    }
    return result.failed().isEmpty() ? 0 : 1;
  }

  private void print(ScreenRun.Result result) {
    PrintWriter err = spec.commandLine().getErr();
    for (Outcome failed : result.failed()) {
      err.println(
          "chemxor: batch "
              + failed.batch()
              + " was not evaluated: "
              + PrintableText.line(failed.error()));
    }
    err.flush();
    PrintWriter text = spec.commandLine().getOut();
    if (result.finishedBefore() > 0) {
      text.println(result.finishedBefore() + " batches were finished by an earlier run");
    }
    text.println(
        String.format(
            Locale.ROOT,
            "%d of %d batches evaluated, %d molecules in %.1f s: %.1f a second and core",
            result.evaluated(),
            result.batches(),
            result.molecules(),
            result.wallMillis() / 1e3,
            result.molecules() / Math.max(1e-3, result.evaluationMillis() / 1e3)));
    text.println(
        String.format(
            Locale.ROOT,
            "%.1f MB of requests read, %.1f MB of replies in %s",
            result.requestBytes() / 1e6,
            result.replyBytes() / 1e6,
            out));
    text.flush();
  }
}
