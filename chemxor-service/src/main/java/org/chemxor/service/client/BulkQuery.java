package org.chemxor.service.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.confidence.CoverageLevels;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.fhe.checked.CheckPolicy;
import org.chemxor.fhe.checked.KnownAnswer;
import org.chemxor.service.protocol.Digests;

/**
 * Predicts a file of molecules into another file, several requests at a time, each with as many
 * molecules as the model's plan allows. Every row of the input becomes one row of the output, in
 * the same order; what cannot be predicted (a SMILES that cannot be read, say) becomes a row with
 * an error. Interrupted in whatever way, the same query goes on where it stopped, without repeating
 * or losing a row: see {@link PredictionFile}.
 */
public final class BulkQuery {
  private static final int WINDOW = 64;

  private final ModelClient client;
  private final MoleculeCsv input;
  private final Path output;
  private int parallelism = 4;
  private double coverage = CoverageLevels.STANDARD;
  private Optional<CheckPolicy> checks = Optional.empty();
  private List<KnownAnswer<MoleculeImage>> known = List.of();
  private LongConsumer onStart = rows -> {};
  private LongConsumer onRow = rows -> {};

  /**
   * @param client whom to ask
   * @param input the molecules; read without values
   * @param output the file to write
   */
  public BulkQuery(ModelClient client, MoleculeCsv input, Path output) {
    this.client = client;
    this.input = input.withoutValues();
    this.output = output;
  }

  /**
   * Counts the rows of a file of molecules, wrong ones included.
   *
   * @throws InvalidInputException when it cannot be read
   */
  public static long rows(MoleculeCsv input) {
    long[] count = new long[1];
    input.withoutValues().forEachRow(row -> count[0]++, problem -> count[0]++);
    return count[0];
  }

  /** Requests in progress at the same time; 4 unless set. */
  public BulkQuery parallelism(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, got " + requests);
    }
    this.parallelism = requests;
    return this;
  }

  /**
   * How often intervals and sets of classes are to hold the truth; 0.9 unless set.
   *
   * @param level one of {@link CoverageLevels#ALL}
   */
  public BulkQuery coverage(double level) {
    CoverageLevels.index(level);
    this.coverage = level;
    return this;
  }

  /**
   * Hides checks among the molecules: duplicates and known answers, at random places of every batch
   * or, with other plans, of every {@value #WINDOW} molecules. Rows are written when the checks
   * among them have passed.
   *
   * @param policy how much is checked, in each batch or window
   * @param known molecules with known outputs, at least as many as the policy asks
   * @throws InvalidInputException when there are fewer, a batch is too small, or the model's stated
   *     error is above the tolerance
   */
  public BulkQuery checked(CheckPolicy policy, List<KnownAnswer<MoleculeImage>> known) {
    policy.requireTolerates(client.description().expectedError());
    if (known.size() < policy.knownAnswers()) {
      throw new InvalidInputException(
          "the checks take "
              + policy.knownAnswers()
              + " known answers, there are "
              + known.size()
              + ": give more, or ask for fewer");
    }
    int size = client.outline().maxSamples();
    if (size > 1 && size <= policy.places()) {
      throw new InvalidInputException(
          "a batch holds "
              + size
              + " molecules and the checks alone take "
              + policy.places()
              + ": ask for fewer checks");
    }
    this.checks = Optional.of(policy);
    this.known = List.copyOf(known);
    return this;
  }

  /** How many molecules are asked about together: a row of the output waits for so many. */
  public int windowSize() {
    int size = client.outline().maxSamples();
    return checks.map(policy -> size > 1 ? size - policy.places() : WINDOW).orElse(size);
  }

  /**
   * Tells how far it is.
   *
   * @param started gets the number of rows of the input
   * @param done gets the number of rows in the output, after each
   */
  public BulkQuery progress(LongConsumer started, LongConsumer done) {
    this.onStart = started;
    this.onRow = done;
    return this;
  }

  /**
   * What came of it.
   *
   * @param rows rows of input and output
   * @param resumed how many of them were there from an earlier, interrupted query
   * @param failed rows of this run that have an error instead of a prediction
   */
  public record Result(long rows, long resumed, long failed) {}

  /**
   * Predicts all rows.
   *
   * @throws InvalidInputException when the input cannot be read, or the output is there already and
   *     is not the beginning of this query's
   * @throws ServiceException when the server cannot be reached or refuses; what was predicted
   *     before is kept
   * @throws IOException when the output cannot be written
   */
  public Result run() throws IOException {
    Rows rows = countRows();
    PredictionFormat format =
        new PredictionFormat(client.description(), client.replies(), coverage);
    QueryRecord query =
        new QueryRecord(client.fingerprint(), format.decimals(), coverage, rows.digest());
    ExecutorService executor = Executors.newFixedThreadPool(parallelism);
    try (PredictionFile file = PredictionFile.open(output, query, format.header())) {
      onStart.accept(rows.count());
      onRow.accept(file.rows());
      Run run = new Run(file, format, executor);
      input.forEachRow(run::add, run::add);
      run.drain();
      file.complete();
      return new Result(rows.count(), run.resumed, run.failed);
    } finally {
      drain(executor);
    }
  }

  /** Nobody uses the client's keys any more when this returns. */
  private static void drain(ExecutorService executor) {
    executor.shutdownNow();
    boolean isInterrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private record Rows(long count, String digest) {}

  /** Counts the rows and digests them, so that a changed input is not taken for the same. */
  private Rows countRows() {
    MessageDigest digest = Hashes.sha256();
    long[] count = new long[1];
    input.forEachRow(
        row -> {
          count[0]++;
          update(digest, row.row() + " " + row.name() + " " + row.smiles() + "\n");
        },
        problem -> {
          count[0]++;
          update(digest, problem.row() + "\n");
        });
    return new Rows(count[0], Digests.hex(digest.digest()));
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Rows on their way: gathered into chunks of as many as a request holds, chunks in progress
   * oldest first, written in order by the thread that reads the input.
   */
  private final class Run {
    private final PredictionFile file;
    private final PredictionFormat format;
    private final ExecutorService executor;
    private final int chunkSize = windowSize();
    private final Deque<CompletableFuture<List<PredictedMolecule>>> waiting = new ArrayDeque<>();
    private final long resumed;
    private List<Supplier<AskedMolecule>> chunk = new ArrayList<>();
    private long seen;
    private long failed;

    Run(PredictionFile file, PredictionFormat format, ExecutorService executor) {
      this.file = file;
      this.format = format;
      this.executor = executor;
      this.resumed = file.rows();
    }

    void add(MoleculeRow row) {
      add(() -> AskedMolecule.of(row, client));
    }

    void add(RowProblem problem) {
      add(() -> AskedMolecule.of(problem));
    }

    private void add(Supplier<AskedMolecule> row) {
      if (++seen > resumed) {
        chunk.add(row);
        if (chunk.size() == chunkSize) {
          enqueue();
        }
      }
    }

    private void enqueue() {
      List<Supplier<AskedMolecule>> full = chunk;
      chunk = new ArrayList<>();
      waiting.add(CompletableFuture.supplyAsync(() -> predict(full), executor));
      while (waiting.size() > 2 * parallelism) {
        writeOldest();
      }
    }

    void drain() {
      if (!chunk.isEmpty()) {
        enqueue();
      }
      while (!waiting.isEmpty()) {
        writeOldest();
      }
    }

    private void writeOldest() {
      for (PredictedMolecule row : join(waiting.remove())) {
        failed += row.isFailed() ? 1 : 0;
        file.append(format.line(row));
        onRow.accept(file.rows());
      }
    }
  }

  private static List<PredictedMolecule> join(CompletableFuture<List<PredictedMolecule>> rows) {
    try {
      return rows.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private List<PredictedMolecule> predict(List<Supplier<AskedMolecule>> suppliers) {
    List<AskedMolecule> rows = suppliers.stream().map(Supplier::get).toList();
    return AskedRows.predict(client, rows, this::ask);
  }

  private List<List<Double>> ask(List<MoleculeImage> images) {
    return checks.isPresent()
        ? client.queryChecked(images, known, checks.get())
        : client.queryBatch(images).stream().map(Prediction::outputs).toList();
  }
}
