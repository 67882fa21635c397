package org.chemxor.cli.screen;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.CoverageOption;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.text.PrintableText;
import org.chemxor.spark.client.Ranking;
import org.chemxor.spark.client.ScreenCollection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor screen collect}: encrypted replies to predictions. */
@Command(
    name = "collect",
    description = "Decrypts the replies to a screening and joins them with their molecules.",
    mixinStandardHelpOptions = true)
public final class ScreenCollectCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--replies",
      required = true,
      paramLabel = "FOLDER",
      description = "What screen run wrote.")
  private String replies;

  @Option(
      names = "--secret",
      required = true,
      paramLabel = "FOLDER",
      description = "The secret folder that screen prepare made.")
  private Path secret;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Predictions to write, CSV or, if it is called .parquet, Parquet.")
  private @Nullable Path out;

  @Option(
      names = "--next",
      paramLabel = "FOLDER",
      description = "Where the program has another round: folder of its requests to write.")
  private @Nullable String next;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Only the K molecules with the largest predictions, best first.")
  private @Nullable Integer top;

  @Option(names = "--lowest", description = "With --top: those with the smallest predictions.")
  private boolean lowest;

  @Option(
      names = "--by",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --top: which output of the model counts, from 0 (default).")
  private int by;

  @Option(
      names = "--decimals",
      paramLabel = "N",
      defaultValue = "4",
      description = "Decimals of predictions (default: ${DEFAULT-VALUE}).")
  private int decimals;

  @Mixin private CoverageOption coverage = new CoverageOption();
  @Mixin private SecretOptions secrets = new SecretOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    SparkLibraries.require();
    if ((out == null) == (next == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "give --out FILE or, before the last round, --next FOLDER");
    }
    JsonFile.requireWritable(json);
    if (out != null) {
      AtomicFiles.requireWritable(out);
    }
    ScreenCollection.Result result;
    try (CountedProgress progress =
        new CountedProgress("decrypting", spec.commandLine().getErr())) {
      ScreenCollection collection =
          new ScreenCollection(secret, replies, secrets.protection())
              .policy(secrets.policy(decimals))
              .coverage(coverage.level())
              .progress(progress::start, progress::done);
      if (top != null) {
        collection.ranking(new Ranking(top, by, lowest));
      }
      result =
          next == null ? collection.collect(Objects.requireNonNull(out)) : collection.next(next);
    }
    print(result);
    if (json != null) {
      JsonFile.write(json, result);
    }
    return result.missing().isEmpty() ? 0 : 1;
  }

  private void print(ScreenCollection.Result result) {
    PrintWriter err = spec.commandLine().getErr();
    for (ScreenCollection.MissingBatch missing : result.missing()) {
      err.println(
          "chemxor: "
              + missing.molecules()
              + " molecules are missing: "
              + PrintableText.line(missing.reason()));
    }
    err.flush();
    PrintWriter text = spec.commandLine().getOut();
    String what = next == null ? "predicted" : "decrypted and encrypted for the next round";
    text.println(
        result.predicted()
            + " of "
            + result.rows()
            + " molecules "
            + what
            + ", "
            + result.refused()
            + " were never asked about");
    text.flush();
  }
}
