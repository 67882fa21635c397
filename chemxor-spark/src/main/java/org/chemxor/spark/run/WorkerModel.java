package org.chemxor.spark.run;

import java.io.Serializable;
import org.chemxor.core.Network;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.spark.files.RequestRow;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's tasks share: the compiled model and the client's public keys, made once in each
 * JVM by the first task that needs them and kept for the next, because Spark has no other place for
 * what is neither a task's nor the driver's. That of one job is kept at a time. Thread-safe.
 */
final class WorkerModel {
  private static @Nullable WorkerModel current;

  private final Key key;
  private final FheModel model;
  private final EvaluationKeys keys;

  private WorkerModel(Key key, FheModel model, EvaluationKeys keys) {
    this.key = key;
    this.model = model;
    this.keys = keys;
  }

  /**
   * What decides whether two jobs can share.
   *
   * @param program id of the program, in hexadecimal
   * @param round which round is evaluated
   * @param keysDigest of the client's keys, in hexadecimal
   */
  record Key(String program, int round, String keysDigest) implements Serializable {}

  /** Bytes on their way from the driver. */
  interface Source {
    byte[] network();

    byte[] keys();
  }

  /** The model of a job; the first call takes as long as compiling does. */
  static synchronized WorkerModel of(Key key, ScreenPlan plan, Source source) {
    WorkerModel known = current;
    if (known == null || !known.key.equals(key)) {
      Network network = NetworkBytes.read(source.network());
      FheModel model = plan.model(network);
      known = new WorkerModel(key, model, model.evaluator().readKeys(source.keys()));
      current = known;
    }
    return known;
  }

  /** Keeps what a driver has made already, where its JVM is the worker's. */
  static synchronized void offer(Key key, FheModel model, EvaluationKeys keys) {
    current = new WorkerModel(key, model, keys);
  }

  /** Most molecules of a batch. */
  int maxSamples() {
    return outline().maxSamples();
  }

  private ProgramOutline outline() {
    return model.program().outline();
  }

  /** Bytes of a request, exactly. */
  long requestBytes() {
    return ProgramCosts.of(model.program()).requestBytes(key.round());
  }

  /**
   * Evaluates a batch.
   *
   * @throws org.chemxor.core.InvalidInputException when the request is damaged or does not fit
   */
  byte[] evaluate(RequestRow request) {
    return model.evaluator().evaluate(keys, key.round(), request.message());
  }
}
