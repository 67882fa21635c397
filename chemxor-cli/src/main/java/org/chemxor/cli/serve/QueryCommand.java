package org.chemxor.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.chemxor.cli.options.CoverageOption;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.MoleculeFileOptions;
import org.chemxor.cli.terminal.Progress;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.confidence.Assessment;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.service.client.BulkQuery;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.Prediction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor query}: predictions from a server that never sees the molecules. */
@Command(
    name = "query",
    description = "Asks a server about molecules that it never sees.",
    mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", paramLabel = "URL", description = "The server, http://host:8080.")
  private String server;

  @Parameters(index = "1..*", paramLabel = "SMILES", description = "Molecules.")
  private List<String> smiles = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Which model; needed when the server has several.")
  private @Nullable String model;

  @CommandLine.Mixin private MoleculeFileOptions files = new MoleculeFileOptions();

  @CommandLine.Mixin private CoverageOption coverage = new CoverageOption();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "Molecules of --input in progress at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @CommandLine.Mixin private ServerOptions connection = new ServerOptions();

  @CommandLine.Mixin private KeyOptions keys = new KeyOptions();

  @CommandLine.Mixin private ReplyOptions replies = new ReplyOptions();

  @Option(
      names = "--share",
      description =
          "For predictions that others will see: every molecule under keys of its own. SMILES after"
              + " the address only.")
  private boolean share;

  @CommandLine.Mixin private CheckOptions checks = new CheckOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /**
   * One prediction.
   *
   * @param smiles the molecule
   * @param outputs the model's outputs for it
   * @param trust interval or set of classes, and domain
   * @param rounds requests it took
   * @param bytesUp bytes sent
   * @param bytesDown bytes received
   * @param millis time it took
   */
  record Answer(
      String smiles,
      List<Double> outputs,
      Assessment trust,
      int rounds,
      long bytesUp,
      long bytesDown,
      double millis) {}

  @Override
  public Integer call() throws Exception {
    requireOneKindOfInput();
    Path input = files.input().orElse(null);
    Path output = files.output().orElse(null);
    if (input == null || output == null) {
      try (ModelClient client = builder().connect()) {
        return single(client);
      }
    }
    MoleculeCsv csv = files.open(input);
    spec.commandLine().getErr().println(input.getFileName() + ": " + csv.columns());
    try (ModelClient client = builder().connectFor(BulkQuery.rows(csv), output)) {
      bulk(client, csv, output);
    }
    return 0;
  }

  private void requireOneKindOfInput() {
    boolean isBulk = files.input().isPresent();
    if (!files.fits(!smiles.isEmpty())) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "give SMILES after the address, or both --input FILE and --output FILE");
    }
    if (isBulk ? share : checks.isGiven()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          isBulk
              ? "--share takes SMILES after the address, not --input: every molecule gets new keys"
              : "checks hide among many molecules: give --input FILE and --output FILE");
    }
    if (parallel < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--parallel must be at least 1, got " + parallel);
    }
  }

  private ClientBuilder builder() throws IOException {
    return connection.builder(server, model, replies, keys).parallelism(parallel);
  }

  /** Whatever becomes of one molecule, the others are asked about. */
  private int single(ModelClient client) throws IOException {
    PredictionColumns columns = client.columns(coverage.level());
    List<Answer> answers = new ArrayList<>();
    int refused = 0;
    for (String molecule : smiles) {
      try {
        answers.add(answer(client, columns, molecule));
      } catch (InvalidInputException e) {
        spec.commandLine()
            .getErr()
            .println("chemxor: " + PrintableText.line(molecule) + ": " + e.getMessage());
        refused++;
      }
    }
    if (json != null) {
      JsonFile.write(json, answers);
    }
    return refused == 0 ? 0 : 1;
  }

  private Answer answer(ModelClient client, PredictionColumns columns, String molecule) {
    Prediction prediction = share ? client.queryForSharing(molecule) : client.query(molecule);
    String values =
        prediction.outputs().stream()
            .map(client.replies()::format)
            .collect(Collectors.joining(" "));
    Optional<DomainVerdict> domain = client.domain(molecule);
    String trust = columns.inWords(prediction.outputs(), domain, client.replies()::format);
    PrintWriter out = spec.commandLine().getOut();
    out.println(values + "  " + (trust.isEmpty() ? "" : trust + "  ") + molecule);
    out.flush();
    return new Answer(
        molecule,
        prediction.outputs(),
        columns.assess(prediction.outputs(), domain),
        prediction.rounds(),
        prediction.bytesUp(),
        prediction.bytesDown(),
        prediction.millis());
  }

  private void bulk(ModelClient client, MoleculeCsv csv, Path to) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    BulkQuery.Result result;
    try (BulkProgress progress = new BulkProgress(err)) {
      BulkQuery query =
          new BulkQuery(client, csv, to)
              .parallelism(parallel)
              .coverage(coverage.level())
              .progress(progress::start, progress::rowsDone);
      checks.applyTo(query, client, err);
      result = query.run();
    }
    if (client.renewals() > 0) {
      err.println("keys that had answered enough were replaced " + client.renewals() + " times");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (result.resumed() > 0) {
      out.println(result.resumed() + " rows were there from an earlier run");
    }
    out.println(
        result.rows() + " rows in " + to + ", " + result.failed() + " of this run with an error");
    out.flush();
    if (json != null) {
      JsonFile.write(json, result);
    }
  }

  /** The progress of a bulk query, which may start in the middle. */
  private static final class BulkProgress implements AutoCloseable {
    private final PrintWriter err;
    private @Nullable Progress progress;
    private long shown;

    BulkProgress(PrintWriter err) {
      this.err = err;
    }

    void start(long rows) {
      progress = Progress.of("predicting", rows, err);
    }

    void rowsDone(long rows) {
      while (progress != null && shown < rows) {
        progress.step("");
        shown++;
      }
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
