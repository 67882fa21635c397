package org.chemxor.service.server;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.server.budget.FairBudget;
import org.chemxor.service.server.keys.KeyCache;
import org.chemxor.service.server.keys.KeyId;
import org.chemxor.service.server.keys.KeyStore;
import org.eclipse.jetty.server.Request;

/** Evaluates steps. */
final class StepEndpoint {
  static final String BINARY = "application/octet-stream";

  private final KeyStore store;
  private final KeyCache cache;
  private final ComputePool pool;
  private final ServerLimits limits;
  private final FairBudget bodies;
  private final ServiceMetrics metrics;
  private final Metering metering;

  StepEndpoint(
      KeyStore store,
      KeyCache cache,
      ComputePool pool,
      ServerLimits limits,
      FairBudget bodies,
      ServiceMetrics metrics,
      Metering metering) {
    this.store = store;
    this.cache = cache;
    this.pool = pool;
    this.limits = limits;
    this.bodies = bodies;
    this.metrics = metrics;
    this.metering = metering;
  }

  /** Most bytes that the request of a step has. */
  static long limit(ServedModel model, int step) {
    return BodyLimits.withMargin(model.model().costs().requestBytes(step));
  }

  /** Most bytes that a request of any step has. */
  static long largest(ServedModel model) {
    return IntStream.range(0, model.model().roundCount())
        .mapToLong(step -> limit(model, step))
        .max()
        .orElseThrow();
  }

  /** Receives a request, evaluates it when its turn comes, and replies. */
  void post(Exchange exchange, ServedModel model, KeyId id, int step, String client) {
    long announced = exchange.contentLength();
    long limit = announced < 0 ? limit(model, step) : announced;
    AtomicReference<Runnable> onShed = new AtomicReference<>(() -> {});
    FairBudget.Charge charge = bodies.open(client, () -> onShed.get().run());
    Request.addCompletionListener(exchange.request(), failure -> charge.close());
    BodyBlocks body = new BodyBlocks(limit, charge);
    BodyReader reader =
        exchange.read(
            limit,
            limits.pace(),
            body::add,
            failure -> {
              if (failure == null) {
                charge.settle();
                submit(exchange, model, id, step, client, body);
              } else {
                exchange.fail(failure);
              }
            });
    onShed.set(() -> reader.abort(new Bodies.CrowdedException()));
  }

  private void submit(
      Exchange exchange, ServedModel model, KeyId id, int step, String client, BodyBlocks body) {
    long arrived = System.nanoTime();
    try {
      pool.submit(
          exchange,
          () -> evaluate(exchange, model, id, step, client, body.take(), arrived),
          () -> {});
    } catch (RejectedExecutionException e) {
      exchange.fail(e);
    }
  }

  private void evaluate(
      Exchange exchange,
      ServedModel model,
      KeyId id,
      int step,
      String client,
      byte[] body,
      long arrived)
      throws IOException {
    long start = System.nanoTime();
    Optional<EvaluationKeys> keys = cache.get(id, model.model().evaluator());
    if (keys.isEmpty() || !store.touch(id)) {
      exchange.reply(ProblemType.KEYS_MISSING, ModelHandler.KEYS_MISSING_DETAIL);
      return;
    }
    if (!metering.charge(exchange, model, client)) {
      return;
    }
    byte[] reply = evaluateCharged(model, keys.get(), step, client, body);
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

  /** What is refused as damaged tells nothing of the model, and costs nothing. */
  private byte[] evaluateCharged(
      ServedModel model, EvaluationKeys keys, int step, String client, byte[] body)
      throws IOException {
    boolean isComputed = false;
    long period = metering.period();
    try {
      byte[] reply = model.model().evaluator().evaluate(keys, step, body);
      isComputed = true;
      return reply;
    } finally {
      if (!isComputed) {
        metering.giveBack(model, client, period);
      }
    }
  }
}
