package org.chemxor.cli.screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.MoleculeColumns;
import org.chemxor.cli.serve.ServerOptions;
import org.chemxor.core.InputFiles;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.client.MoleculeSource;
import org.chemxor.spark.client.ParquetMolecules;
import org.chemxor.spark.client.ScreenPreparation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor screen prepare}: molecules to encrypted batches. */
@Command(
    name = "prepare",
    description = "Encrypts a library into a folder of batches for the evaluator.",
    mixinStandardHelpOptions = true)
public final class ScreenPrepareCommand implements Callable<Integer> {
  private static final String PARQUET = ".parquet";
  private static final int ANY_DECIMALS = 4;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The library: Parquet, CSV, SMILES or SD file.")
  private Path input;

  @Mixin private MoleculeColumns columns = new MoleculeColumns();

  @Option(
      names = "--program",
      required = true,
      paramLabel = "URL|FILE",
      description = "A server of the model, or the file that screen program wrote.")
  private String program;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Which model; needed when the server has several.")
  private @Nullable String model;

  @Mixin private ServerOptions connection = new ServerOptions();

  @Option(
      names = "--featuriser",
      paramLabel = "FILE",
      description = "Accept only these settings for making images; the model's owner gives them.")
  private @Nullable Path featuriser;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder of requests to write, for the evaluator.")
  private String out;

  @Option(
      names = "--secret",
      paramLabel = "FOLDER",
      description =
          "Folder to make for what only you may have: the secret keys and which molecule is where"
              + " (default: the folder of requests with .secret behind its name).")
  private @Nullable Path secret;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Batches encrypted at a time (default: one for each core).")
  private @Nullable Integer threads;

  @Mixin private SecretOptions secrets = new SecretOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    SparkLibraries.require();
    JsonFile.requireWritable(json);
    if (threads != null && threads < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--threads must be at least 1, got " + threads);
    }
    InputFiles.requireReadable(input);
    ModelDescription described = description();
    PrintWriter err = spec.commandLine().getErr();
    Path folder = secret == null ? Path.of(out + ".secret") : secret;
    ScreenPreparation.Result result;
    try (CountedProgress progress = new CountedProgress("encrypting", err)) {
      ScreenPreparation preparation =
          new ScreenPreparation(described, out, folder, secrets.protection())
              .policy(connection.limited(secrets.policy(ANY_DECIMALS)))
              .progress(progress::start, progress::done);
      if (threads != null) {
        preparation.threads(threads);
      }
      result = preparation.prepare(molecules(err));
    }
    print(result, folder);
    if (json != null) {
      JsonFile.write(json, result);
    }
    return 0;
  }

  private ModelDescription description() throws IOException {
    boolean isServer = program.startsWith("http://") || program.startsWith("https://");
    if (!isServer) {
      return featuriser == null
          ? ClientBuilder.describedIn(Path.of(program))
          : ClientBuilder.describedIn(Path.of(program), MoleculeFeaturiser.load(featuriser));
    }
    ClientBuilder server = connection.at(program, model);
    if (featuriser != null) {
      server.featurisers(MoleculeFeaturiser.load(featuriser));
    }
    return server.describeForMany();
  }

  private MoleculeSource molecules(PrintWriter err) {
    if (input.toString().toLowerCase(Locale.ROOT).endsWith(PARQUET)) {
      return ParquetMolecules.open(
          input.toAbsolutePath().toUri().toString(), columns.smilesColumn(), columns.nameColumn());
    }
    MoleculeCsv csv = columns.open(input);
    err.println(input.getFileName() + ": " + csv.columns());
    return MoleculeSource.of(csv);
  }

  private void print(ScreenPreparation.Result result, Path folder) {
    PrintWriter text = spec.commandLine().getOut();
    long molecules = result.screen().molecules();
    text.println(
        String.format(
            Locale.ROOT,
            "%d of %d molecules in batches of %d in %s: %.1f MB, %.2f kB a molecule, and %.1f MB of"
                + " keys",
            molecules,
            result.rows(),
            result.screen().samples(),
            out,
            result.requestBytes() / 1e6,
            result.requestBytes() / 1e3 / Math.max(1, molecules),
            result.keyBytes() / 1e6));
    text.println(
        result.screen().rounds() == 1
            ? "a single round: run these, then collect"
            : result.screen().rounds()
                + " rounds: run these, collect with --next, run what that writes, and so on");
    text.println("keep " + folder + " to yourself: it has the secret keys and the molecules");
    text.flush();
  }
}
