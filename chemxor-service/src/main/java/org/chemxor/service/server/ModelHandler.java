package org.chemxor.service.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.Problem;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.protocol.Routes;
import org.chemxor.service.server.budget.FairBudget;
import org.chemxor.service.server.budget.QueryBudget;
import org.chemxor.service.server.keys.KeyCache;
import org.chemxor.service.server.keys.KeyId;
import org.chemxor.service.server.keys.KeyStore;
import org.chemxor.service.server.proxy.TrustedProxies;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service as a Jetty handler, for mounting into a server that is there already, under any
 * context path. Made by {@link ModelServer.Builder#handler}; as a guest there it leaves addresses
 * that it does not know outside {@code /v1/} to other handlers. In a server of its own it answers
 * them all, so that who has no token gets the same reply everywhere. It starts and stops with its
 * server, once.
 */
public final class ModelHandler extends Handler.Abstract {
  static final String KEYS_MISSING_DETAIL =
      "the evaluation keys are not here (any more): upload them, then repeat the request";

  private static final Logger LOG = LoggerFactory.getLogger(ModelHandler.class);
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** Requests for pages on one connection, after which it is closed. */
  private static final int REQUESTS_IN_TURN = 32;

  private static final int SWEEP_MINUTES = 10;

  /** For how long the rest of what strangers send is thrown away, so that they see the reply. */
  private static final Duration STRANGERS_MOMENT = Duration.ofMillis(500);

  private final ServedModels models;
  private final ServerLimits limits;
  private final ClientNames clients;
  private final KeyStore store;
  private final boolean isTemporary;
  private final boolean isGuest;
  private final ComputePool pool;
  private final ServiceMetrics metrics = new ServiceMetrics();
  private final ClientPermits permits;
  private final KeysEndpoint keys;
  private final StepEndpoint steps;
  private final Metering metering;
  private final byte[] openApi = openApi();
  private Scheduler.@Nullable Task sweeper;

  ModelHandler(
      List<ServedModel> served,
      ServerLimits limits,
      @Nullable AccessTokens tokens,
      TrustedProxies proxies,
      Path keysFolder,
      boolean isTemporary,
      boolean isGuest,
      KeyStore.ChannelOpener opener,
      @Nullable QueryBudget budget)
      throws IOException {
    this.models = new ServedModels(served);
    this.limits = limits;
    this.clients = new ClientNames(tokens, proxies);
    this.isTemporary = isTemporary;
    this.isGuest = isGuest;
    this.store =
        new KeyStore(keysFolder, limits.keys(models.largestKeys()), Clock.systemUTC(), opener);
    KeyCache cache = new KeyCache(store, limits.keyMemoryBytes());
    this.pool = new ComputePool(limits.workers(), limits.queue());
    this.permits = new ClientPermits(limits.requestsPerClient());
    this.keys = new KeysEndpoint(store, cache, pool, limits);
    FairBudget bodies = BodyLimits.memory(limits, models.largestStep());
    this.metering = new Metering(budget, models, metrics);
    this.steps = new StepEndpoint(store, cache, pool, limits, bodies, metrics, metering);
    metrics.watch(pool, store, cache);
    if (tokens != null) {
      metrics.watch(tokens);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    store.deleteExpired();
    scheduleSweep();
  }

  private void scheduleSweep() {
    sweeper =
        getServer()
            .getScheduler()
            .schedule(
                () -> {
                  store.deleteExpired();
                  scheduleSweep();
                },
                SWEEP_MINUTES,
                TimeUnit.MINUTES);
  }

  @Override
  protected void doStop() throws Exception {
    if (sweeper != null) {
      sweeper.cancel();
    }
    if (!pool.drain(limits.shutdownTimeout().toMillis())) {
      LOG.warn("computations were cut off: they did not end within {}", limits.shutdownTimeout());
    }
    release();
    super.doStop();
  }

  /** Gives everything back; for a handler that was made and never started, too. */
  void release() {
    pool.close();
    metering.close();
    metrics.close();
    if (isTemporary) {
      store.deleteFolder();
    }
    store.close();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    Optional<Route.Match> match = Route.find(path);
    if (isGuest && match.isEmpty() && !path.startsWith("/v1/") && !path.equals("/v1")) {
      return false;
    }
    Exchange exchange = new Exchange(request, response, callback);
    observe(exchange, response, match.map(m -> m.route().template()).orElse("none"));
    try {
      answer(exchange, match);
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
    return true;
  }

  private void observe(Exchange exchange, Response response, String route) {
    Request request = exchange.request();
    String method =
        List.of("GET", "HEAD", "PUT", "POST").contains(request.getMethod())
            ? request.getMethod()
            : "other";
    Request.addCompletionListener(
        request,
        failure -> {
          long nanos = System.nanoTime() - request.getHeadersNanoTime();
          int status = response.getStatus();
          long received = Request.getContentBytesRead(request);
          long sent = Response.getContentBytesWritten(response);
          metrics.request(route, method, status, nanos, received, sent);
          LOG.info(
              "{} {} {} {} ms, {} bytes in, {} out, client {}{}",
              method,
              route,
              status,
              String.format(Locale.ROOT, "%.1f", nanos / 1e6),
              received,
              sent,
              exchange.client().isEmpty() ? "unknown" : exchange.client(),
              failure == null ? "" : ", connection lost");
        });
  }

  private void answer(Exchange exchange, Optional<Route.Match> match) {
    boolean isOpen =
        match.isPresent()
            && (match.get().route() == Route.HEALTH || match.get().route() == Route.OPENAPI);
    Optional<String> client = isOpen ? Optional.of("anybody") : clients.of(exchange.request());
    letOthersTakeTurns(exchange, client.isEmpty() ? Optional.empty() : match);
    if (client.isEmpty()) {
      exchange.header("WWW-Authenticate", "Bearer realm=\"chemxor\"");
      String detail =
          "a valid bearer token is needed: none was sent, or it is unknown or has expired";
      exchange.refuse(Problem.of(ProblemType.UNAUTHORIZED, detail), STRANGERS_MOMENT);
      return;
    }
    exchange.client(client.get());
    if (match.isEmpty()) {
      exchange.refuse(ProblemType.NOT_FOUND, "there is nothing at this address");
      return;
    }
    Route route = match.get().route();
    if (!route.methods().contains(exchange.request().getMethod())) {
      exchange.header("Allow", String.join(", ", route.methods()));
      exchange.refuse(ProblemType.METHOD_NOT_ALLOWED, "this address takes " + route.methods());
      return;
    }
    Optional<String> coding = Codings.refused(exchange.request().getHeaders());
    if (coding.isPresent()) {
      exchange.refuse(ProblemType.UNSUPPORTED_ENCODING, coding.get());
      return;
    }
    dispatch(exchange, match.get(), client.get());
  }

  /**
   * A connection that has had many requests goes to the end of the line, unless it computes: as
   * long as there is one more request in it, Jetty keeps a thread for it.
   */
  private static void letOthersTakeTurns(Exchange exchange, Optional<Route.Match> match) {
    Route route = match.map(Route.Match::route).orElse(null);
    boolean isCheap = route != Route.KEYS && route != Route.STEP;
    Connection connection = exchange.request().getConnectionMetaData().getConnection();
    if (isCheap && connection.getMessagesIn() >= REQUESTS_IN_TURN) {
      exchange.header("Connection", "close");
    }
  }

  private void dispatch(Exchange exchange, Route.Match match, String client) {
    switch (match.route()) {
      case HEALTH -> exchange.reply(200, JSON, utf8("{\"status\":\"up\"}"));
      case METRICS -> exchange.reply(200, PROMETHEUS, metrics.scrape());
      case OPENAPI -> exchange.reply(200, JSON, openApi);
      case MODELS -> exchange.reply(200, JSON, models.list());
      case MODEL -> describe(exchange, match.value("model"));
      case KEYS, STEP -> withProgram(exchange, match, client);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] openApi() {
    try (InputStream in =
        ModelHandler.class.getResourceAsStream("/org/chemxor/service/openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describe(Exchange exchange, String name) {
    Optional<byte[]> description = models.description(name);
    if (description.isEmpty()) {
      exchange.reply(
          ProblemType.UNKNOWN_MODEL, "there is no model of this name: see " + Routes.MODELS);
    } else {
      exchange.reply(200, JSON, description.get());
    }
  }

  private void withProgram(Exchange exchange, Route.Match match, String client) {
    KeyId id = new KeyId(match.value("program"), match.value("digest"));
    if (!Digests.isDigest(id.program()) || !Digests.isDigest(id.digest())) {
      exchange.refuse(
          ProblemType.BAD_REQUEST,
          "ids of programs and keys are SHA-256 digests of 64 lower-case hexadecimal digits");
      return;
    }
    Optional<ServedModel> known = models.ofProgram(id.program());
    if (known.isEmpty()) {
      exchange.refuse(
          ProblemType.UNKNOWN_PROGRAM,
          "this program is not here (any more): ask for the model's description again");
      return;
    }
    ServedModel model = known.get();
    if (exchange.request().getMethod().equals("HEAD")) {
      exchange.replyEmpty(store.touch(id) ? 204 : 404);
      return;
    }
    if (!permits.acquire(client)) {
      exchange.refuse(
          ProblemType.TOO_MANY_REQUESTS,
          "a client may have "
              + limits.requestsPerClient()
              + " requests in progress: wait a little");
      return;
    }
    Request.addCompletionListener(exchange.request(), failure -> permits.release(client));
    if (match.route() == Route.KEYS) {
      put(exchange, model, id, client);
    } else {
      post(exchange, model, id, match.value("step"), client);
    }
  }

  private void put(Exchange exchange, ServedModel model, KeyId id, String client) {
    if (exchange.contentLength() > KeysEndpoint.limit(model)) {
      refuseTooLarge(exchange, KeysEndpoint.limit(model));
    } else if (store.touch(id)) {
      discardBody(exchange, KeysEndpoint.limit(model));
    } else {
      keys.put(exchange, model, id, owner(client));
    }
  }

  /** Files of keys carry this, not the client's name. */
  private static String owner(String client) {
    return Digests.sha256Hex(utf8(client)).substring(0, 16);
  }

  private void post(Exchange exchange, ServedModel model, KeyId id, String step, String client) {
    int rounds = model.model().roundCount();
    int number = step.matches("[0-9]{1,4}") ? Integer.parseInt(step) : -1;
    if (number < 0 || number >= rounds) {
      exchange.refuse(ProblemType.BAD_REQUEST, "this program has the steps 0 to " + (rounds - 1));
    } else if (exchange.contentLength() > StepEndpoint.limit(model, number)) {
      refuseTooLarge(exchange, StepEndpoint.limit(model, number));
    } else if (!store.touch(id)) {
      exchange.refuse(ProblemType.KEYS_MISSING, KEYS_MISSING_DETAIL);
    } else if (!metering.refuses(exchange, model, client)) {
      steps.post(exchange, model, id, number, client);
    }
  }

  private static void refuseTooLarge(Exchange exchange, long limit) {
    exchange.fail(new Bodies.TooLargeException(limit));
  }

  /** Lets keys pass that are here already. */
  private void discardBody(Exchange exchange, long limit) {
    exchange.read(
        limit,
        limits.pace(),
        piece -> piece.position(piece.limit()),
        failure -> {
          if (failure == null) {
            exchange.replyEmpty(204);
          } else {
            exchange.fail(failure);
          }
        });
  }
}
