package org.chemxor.spark.run;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.spark.files.BatchFolder;
import org.chemxor.spark.files.ReplyRow;
import org.chemxor.spark.files.Screen;

/**
 * Evaluates the encrypted batches of a folder into another folder, as a Spark job with a task for
 * each batch. A batch that has a reply is finished: whatever happened to an earlier run, it is not
 * evaluated again. A batch that cannot be evaluated gets a reply that says why.
 *
 * <pre>{@code
 * try (JavaSparkContext spark = Sparks.context(Optional.of("local[*]"), Map.of())) {
 *   ScreenRun.Result result = new ScreenRun(network, "requests", "replies").run(spark);
 * }
 * }</pre>
 */
public final class ScreenRun {
  /** Tasks that a driver keeps in mind without effort; above, a task takes several batches. */
  private static final int MAX_TASKS = 1 << 16;

  private static final long MARGIN_BYTES = 1 << 16;

  private final Network network;
  private final String requests;
  private final String replies;
  private String keys;
  private boolean isRetryingFailed;
  private LongConsumer onStart = batches -> {};
  private LongConsumer onBatches = batches -> {};

  /**
   * @param network the model; the program that clients were given is compiled from it
   * @param requests folder that {@link org.chemxor.spark.client.ScreenPreparation} wrote, reached
   *     by all workers under this name
   * @param replies folder to write, likewise; made as needed
   */
  public ScreenRun(Network network, String requests, String replies) {
    this.network = network;
    this.requests = requests;
    this.replies = replies;
    this.keys = requests;
  }

  /** Where the client's public keys are, if not beside its requests: a folder with their file. */
  public ScreenRun keys(String folder) {
    this.keys = folder;
    return this;
  }

  /** Evaluates batches anew whose replies of an earlier run say that they could not be. */
  public ScreenRun retryingFailed() {
    this.isRetryingFailed = true;
    return this;
  }

  /**
   * Tells how far it is.
   *
   * @param started gets the number of batches to evaluate
   * @param done gets how many are done, now and then
   */
  public ScreenRun progress(LongConsumer started, LongConsumer done) {
    this.onStart = started;
    this.onBatches = done;
    return this;
  }

  /**
   * What came of it.
   *
   * @param plan by which the model was compiled
   * @param batches requests there are
   * @param finishedBefore how many of them had a reply already
   * @param evaluated how many this run has evaluated
   * @param molecules in those
   * @param failed those that could not be evaluated, by number, with the reasons
   * @param evaluationMillis of all evaluations together, on a core each
   * @param wallMillis from the start of the job to its end
   * @param requestBytes read
   * @param replyBytes written
   */
  public record Result(
      ScreenPlan plan,
      long batches,
      long finishedBefore,
      long evaluated,
      long molecules,
      List<Outcome> failed,
      double evaluationMillis,
      double wallMillis,
      long requestBytes,
      long replyBytes) {
    /** Copies the list. */
    public Result {
      failed = List.copyOf(failed);
    }
  }

  /**
   * Evaluates what has no reply yet.
   *
   * @throws InvalidInputException when the requests are not complete, belong to another model or
   *     other keys, or the folder of replies to another screening
   * @throws IOException when something cannot be read or written; what was finished is kept, and
   *     another run goes on from there
   */
  public Result run(JavaSparkContext spark) throws IOException {
    BatchFolder in = BatchFolder.at(requests, spark.hadoopConfiguration());
    BatchFolder out = BatchFolder.at(replies, spark.hadoopConfiguration());
    Screen screen = screen(in);
    claim(out, screen);
    SortedSet<Long> all = in.batches();
    Job job = job(spark, screen);
    SortedSet<Long> pending = pending(all, out);
    onStart.accept(pending.size());
    long start = System.nanoTime();
    List<Outcome> outcomes = pending.isEmpty() ? List.of() : evaluate(spark, job, pending);
    double millis = (System.nanoTime() - start) / 1e6;
    return result(job.plan(), all.size(), pending.size(), outcomes, millis);
  }

  /**
   * As {@link #run}, with a connection of its own.
   *
   * @param master as in {@link Sparks#context}
   * @param settings as there
   */
  public Result runOn(Optional<String> master, Map<String, String> settings) throws IOException {
    try (JavaSparkContext spark = Sparks.context(master, settings)) {
      return run(spark);
    }
  }

  /** What all tasks need. */
  private record Job(ScreenPlan plan, WorkerModel.Key key, byte[] keys) {}

  /** Compiles the model and checks the keys, before any worker does. */
  private Job job(JavaSparkContext spark, Screen screen) throws IOException {
    ScreenPlan.Compiled compiled = ScreenPlan.matching(network, screen);
    FheModel model = compiled.model();
    try {
      if (model.roundCount() != screen.rounds()) {
        throw new InvalidInputException(
            "the requests say that their program has "
                + screen.rounds()
                + " rounds, it has "
                + model.roundCount());
      }
      byte[] bytes = keys(spark, screen, model);
      EvaluationKeys read = model.evaluator().readKeys(bytes);
      WorkerModel.Key key =
          new WorkerModel.Key(screen.program(), screen.round(), screen.keysDigest());
      if (spark.sc().isLocal()) {
        WorkerModel.offer(key, model, read);
      } else {
        model.close();
      }
      return new Job(compiled.plan(), key, bytes);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Screen screen(BatchFolder in) throws IOException {
    return Screen.read(in)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    in
                        + " has no "
                        + Screen.FILE
                        + ", which screen prepare writes last: it is no folder of requests, or not"
                        + " all of it is here"));
  }

  /** Replies of two screenings in one folder would be taken for each other's. */
  private static void claim(BatchFolder out, Screen screen) throws IOException {
    if (!out.isUsed()) {
      out.create();
      screen.write(out);
      return;
    }
    boolean isOurs = Screen.read(out).filter(screen::equals).isPresent();
    if (!isOurs) {
      throw new InvalidInputException(
          out + " holds something else than replies to these requests: write to another folder");
    }
  }

  private byte[] keys(JavaSparkContext spark, Screen screen, FheModel model) throws IOException {
    BatchFolder folder = BatchFolder.at(keys, spark.hadoopConfiguration());
    long limit = ProgramCosts.of(model.program()).keyBytes() + MARGIN_BYTES;
    byte[] bytes =
        folder
            .readFile(Screen.KEYS_FILE, limit)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "there is no file " + Screen.KEYS_FILE + " in " + folder));
    byte[] digest = Hashes.sha256().digest(bytes);
    if (!MessageDigest.isEqual(HexFormat.of().parseHex(screen.keysDigest()), digest)) {
      throw new InvalidInputException(
          Screen.KEYS_FILE + " in " + folder + " is not the file that the requests were made for");
    }
    return bytes;
  }

  private SortedSet<Long> pending(SortedSet<Long> all, BatchFolder out) throws IOException {
    SortedSet<Long> pending = new TreeSet<>(all);
    for (long batch : out.batches()) {
      if (isRetryingFailed && all.contains(batch) && isFailed(out, batch)) {
        out.delete(batch);
      } else {
        pending.remove(batch);
      }
    }
    return pending;
  }

  private static boolean isFailed(BatchFolder out, long batch) throws IOException {
    return out.sizeBytes(batch) <= MARGIN_BYTES && ReplyRow.read(out, batch, 0).isFailed();
  }

  private List<Outcome> evaluate(JavaSparkContext spark, Job job, SortedSet<Long> pending)
      throws IOException {
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    BatchTask.Shared shared =
        new BatchTask.Shared(
            spark.broadcast(NetworkBytes.write(network)), spark.broadcast(job.keys()));
    BatchTask task = new BatchTask(requests, replies, configuration, job.key(), job.plan(), shared);
    int tasks = Math.min(pending.size(), MAX_TASKS);
    TaskCount counted = TaskCount.on(spark, onBatches);
    try {
      List<Outcome> outcomes =
          spark.parallelize(new ArrayList<>(pending), tasks).mapPartitions(task).collect();
      // Where a job has failed its context may have ended, and takes no order to forget.
      configuration.destroy();
      shared.sentNetwork().destroy();
      shared.sentKeys().destroy();
      return outcomes;
    } catch (Exception e) {
      // Spark throws checked exceptions that its signatures do not name.
      throw Failures.asIo(e);
    } finally {
      counted.close();
    }
  }

  private static Result result(
      ScreenPlan plan, long all, long pending, List<Outcome> outcomes, double wallMillis) {
    List<Outcome> good = outcomes.stream().filter(o -> !o.isFailed()).toList();
    return new Result(
        plan,
        all,
        all - pending,
        good.size(),
        good.stream().mapToLong(Outcome::molecules).sum(),
        outcomes.stream()
            .filter(Outcome::isFailed)
            .sorted(Comparator.comparingLong(Outcome::batch))
            .toList(),
        good.stream().mapToDouble(Outcome::millis).sum(),
        wallMillis,
        good.stream().mapToLong(Outcome::requestBytes).sum(),
        good.stream().mapToLong(Outcome::replyBytes).sum());
  }
}
