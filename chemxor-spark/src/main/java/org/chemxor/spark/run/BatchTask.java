package org.chemxor.spark.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.spark.files.BatchFolder;
import org.chemxor.spark.files.DamagedBatchException;
import org.chemxor.spark.files.ReplyRow;
import org.chemxor.spark.files.RequestRow;

/**
 * A worker's part: reads batches, evaluates them, writes what came of them. What is wrong with a
 * batch is written down in its reply and the next one is taken; what is wrong with the machine (a
 * full disk, a file system out of reach) fails the task, which Spark tries again elsewhere.
 */
final class BatchTask implements FlatMapFunction<Iterator<Long>, Outcome> {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_ERROR = 1000;

  private final String requests;
  private final String replies;
  private final Broadcast<SerializableConfiguration> configuration;
  private final WorkerModel.Key key;
  private final ScreenPlan plan;
  private final Shared shared;

  /** The driver's network and keys, sent to each worker once. */
  record Shared(Broadcast<byte[]> sentNetwork, Broadcast<byte[]> sentKeys)
      implements WorkerModel.Source, java.io.Serializable {
    @Override
    public byte[] network() {
      return sentNetwork.value();
    }

    @Override
    public byte[] keys() {
      return sentKeys.value();
    }
  }

  BatchTask(
      String requests,
      String replies,
      Broadcast<SerializableConfiguration> configuration,
      WorkerModel.Key key,
      ScreenPlan plan,
      Shared shared) {
    this.requests = requests;
    this.replies = replies;
    this.configuration = configuration;
    this.key = key;
    this.plan = plan;
    this.shared = shared;
  }

  @Override
  public Iterator<Outcome> call(Iterator<Long> batches) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    BatchFolder in = BatchFolder.at(requests, configuration.value().value());
    BatchFolder out = BatchFolder.at(replies, configuration.value().value());
    while (batches.hasNext()) {
      evaluate(in, out, batches.next()).ifPresent(outcomes::add);
    }
    return outcomes.iterator();
  }

  /** Empty when an attempt before this one had finished the batch. */
  private Optional<Outcome> evaluate(BatchFolder in, BatchFolder out, long batch)
      throws IOException {
    if (out.has(batch)) {
      return Optional.empty();
    }
    WorkerModel model = WorkerModel.of(key, plan, shared);
    RequestRow request;
    byte[] reply;
    long start;
    try {
      request = RequestRow.read(in, batch, model.maxSamples(), model.requestBytes());
      start = System.nanoTime();
      reply = model.evaluate(request);
    } catch (DamagedBatchException e) {
      return Optional.of(failed(out, batch, "the file of the batch " + e.getMessage()));
    } catch (ChemXorException e) {
      return Optional.of(failed(out, batch, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // Whatever a stranger's bytes bring about is the end of their batch and of nothing else.
      return Optional.of(failed(out, batch, "it cannot be evaluated: " + e));
    }
    double millis = (System.nanoTime() - start) / 1e6;
    ReplyRow.of(batch, reply).write(out);
    return Optional.of(
        new Outcome(batch, request.rows(), "", millis, request.message().length, reply.length));
  }

  private static Outcome failed(BatchFolder out, long batch, String reason) throws IOException {
    String error = PrintableText.line(reason, LONGEST_ERROR);
    ReplyRow.failed(batch, error).write(out);
    return Outcome.failed(batch, error);
  }
}
