package org.chemxor.service.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.chemxor.fhe.EvaluationKeys;
import org.chemxor.service.protocol.ProblemType;
import org.eclipse.jetty.server.Request;

/** Evaluates steps. */
final class StepEndpoint {
  static final String BINARY = "application/octet-stream";

  /** Room for a body of unknown size to begin with. */
  private static final int FIRST_BYTES = 65_536;

  private final KeyStore store;
  private final KeyCache cache;
  private final ComputePool pool;
  private final ServerLimits limits;
  private final BodyLimits bodies;
  private final ServiceMetrics metrics;

  StepEndpoint(
      KeyStore store,
      KeyCache cache,
      ComputePool pool,
      ServerLimits limits,
      ServiceMetrics metrics) {
    this.store = store;
    this.cache = cache;
    this.pool = pool;
    this.limits = limits;
    this.bodies = new BodyLimits(limits.bodyMemoryBytes());
    this.metrics = metrics;
  }

  /** Most bytes that the request of a step has. */
  static long limit(ServedModel model, int step) {
    return BodyLimits.withMargin(model.model().program().requestBytes(step));
  }

  /** Receives a request, evaluates it when its turn comes, and replies. */
  void post(Exchange exchange, ServedModel model, KeyId id, int step) {
    long announced = exchange.contentLength();
    long limit = announced < 0 ? limit(model, step) : announced;
    if (!bodies.reserve(limit)) {
      exchange.reply(ProblemType.UNAVAILABLE, "the server is busy: try again later");
      return;
    }
    Request.addCompletionListener(exchange.request(), failure -> bodies.release(limit));
    Duration time = limits.bodyTime(limit(model, step));
    Buffer buffer = new Buffer(announced < 0 ? FIRST_BYTES : Math.toIntExact(announced));
    BodyReader.read(
        exchange.request(),
        limit,
        time,
        buffer::add,
        failure -> {
          if (failure == null) {
            submit(exchange, model, id, step, buffer);
          } else {
            exchange.fail(failure);
          }
        });
  }

  /** Grows by itself; made in the right size it is its own result. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer(int size) {
      super(size);
    }

    void add(ByteBuffer piece) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      writeBytes(bytes);
    }

    byte[] bytes() {
      return count == buf.length ? buf : toByteArray();
    }
  }

  private void submit(Exchange exchange, ServedModel model, KeyId id, int step, Buffer body) {
    long arrived = System.nanoTime();
    try {
      pool.submit(
          exchange, () -> evaluate(exchange, model, id, step, body.bytes(), arrived), () -> {});
    } catch (RejectedExecutionException e) {
      exchange.fail(e);
    }
  }

  private void evaluate(
      Exchange exchange, ServedModel model, KeyId id, int step, byte[] body, long arrived)
      throws IOException {
    long start = System.nanoTime();
    Optional<EvaluationKeys> keys = cache.get(id, model.model().evaluator());
    if (keys.isEmpty() || !store.touch(id)) {
      exchange.reply(ProblemType.KEYS_MISSING, PartitionNetHandler.KEYS_MISSING_DETAIL);
      return;
    }
    byte[] reply = model.model().evaluator().evaluate(keys.get(), step, body);
    long end = System.nanoTime();
    metrics.step(model.name(), step, start - arrived, end - start);
    exchange.header(
        "Server-Timing",
        String.format(
            Locale.ROOT,
            "queue;dur=%.3f, compute;dur=%.3f",
            (start - arrived) / 1e6,
            (end - start) / 1e6));
    exchange.reply(200, BINARY, reply);
  }
}
