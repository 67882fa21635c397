package org.chemxor.service.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Problem;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.server.keys.StorageFullException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one reply, given from whatever thread. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  /** For how long the rest of a refused body is thrown away at most. */
  private static final Duration MOMENT = Duration.ofSeconds(10);

  /** How fast that rest must come. */
  private static final BodyReader.Pace REST_PACE =
      new BodyReader.Pace(Duration.ofMillis(500), 64_000);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean isReplied = new AtomicBoolean();
  private volatile @Nullable BodyReader reader;
  private volatile String client = "";
  private volatile boolean isGone;
  private volatile boolean isComputing;

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    request.addIdleTimeoutListener(timeout -> !isComputing);
    request.addFailureListener(failure -> isGone = true);
  }

  Request request() {
    return request;
  }

  /** For whom this is: the token's holder or the address; empty until it is known. */
  String client() {
    return client;
  }

  void client(String name) {
    client = name;
  }

  /** Whether nobody waits for the reply any more. */
  boolean isGone() {
    return isGone;
  }

  /** From here on silence on the connection is the server's own. */
  void computing() {
    isComputing = true;
  }

  /** The announced size of the body; -1 when it is sent in pieces of unknown number. */
  long contentLength() {
    return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
  }

  void header(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void reply(int status, String type, byte[] body) {
    if (!isReplied.compareAndSet(false, true)) {
      return;
    }
    prepare(status, type, body);
    boolean isHead = request.getMethod().equals("HEAD");
    response.write(true, isHead ? null : ByteBuffer.wrap(body), callback);
  }

  private void prepare(int status, String type, byte[] body) {
    response.setStatus(status);
    header("Cache-Control", "no-store");
    header("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
  }

  void replyEmpty(int status) {
    if (isReplied.compareAndSet(false, true)) {
      response.setStatus(status);
      header("Cache-Control", "no-store");
      response.write(true, null, callback);
    }
  }

  void reply(Problem problem) {
    prepare(problem);
    if (problem.status() == 408) {
      header("Connection", "close");
    }
    reply(problem.status(), Problem.MEDIA_TYPE, problem.toJson());
  }

  private void prepare(Problem problem) {
    boolean isToldAlready = response.getHeaders().contains("Retry-After");
    if (!isToldAlready && (problem.status() == 429 || problem.status() == 503)) {
      header("Retry-After", RETRY_AFTER_SECONDS);
    }
  }

  /**
   * Replies while the body, which is not wanted any more, may still be coming, and closes the
   * connection then. A client that goes on sending would lose the reply if that happened at once,
   * so what comes is thrown away for a moment.
   *
   * @param moment until when at most
   */
  void refuse(Problem problem, Duration moment) {
    BodyReader body = reader;
    if (body == null && hasBody()) {
      body = new BodyReader(request, 0, REST_PACE, piece -> {}, failure -> {});
    }
    if (body == null || body.isThrough()) {
      reply(problem);
    } else if (isReplied.compareAndSet(false, true)) {
      header("Connection", "close");
      prepare(problem);
      byte[] json = problem.toJson();
      prepare(problem.status(), Problem.MEDIA_TYPE, json);
      boolean isHead = request.getMethod().equals("HEAD");
      BodyReader rest = body;
      Callback written =
          Callback.from(
              () -> rest.discard(moment, REST_PACE, callback::succeeded), callback::failed);
      response.write(true, isHead ? null : ByteBuffer.wrap(json), written);
    }
  }

  /** As {@link #refuse(Problem, Duration)}, for clients that are let in. */
  void refuse(ProblemType type, String detail) {
    refuse(Problem.of(type, detail), MOMENT);
  }

  private boolean hasBody() {
    return contentLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /**
   * Reads the body; see {@link BodyReader}.
   *
   * @return for {@link BodyReader#abort}
   */
  BodyReader read(
      long limit,
      BodyReader.Pace pace,
      BodyReader.Sink sink,
      Consumer<@Nullable IOException> done) {
    BodyReader body = new BodyReader(request, limit, pace, sink, done);
    reader = body;
    body.start();
    return body;
  }

  void reply(ProblemType type, String detail) {
    reply(Problem.of(type, detail));
  }

  /** Replies to what went wrong, without telling the client more than it needs. */
  void fail(Throwable thrown) {
    Throwable failure = thrown instanceof CompletionException e ? e.getCause() : thrown;
    if (failure instanceof Bodies.BrokenException) {
      abort(failure);
    } else if (failure instanceof Bodies.TooLargeException) {
      refuse(ProblemType.TOO_LARGE, failure.getMessage());
    } else if (failure instanceof Bodies.SlowException) {
      reply(ProblemType.SLOW_BODY, failure.getMessage());
    } else if (failure instanceof StorageFullException full) {
      say(full);
      refuse(ProblemType.STORAGE_FULL, "the server has no room for keys: try again later");
    } else if (failure instanceof InvalidInputException) {
      reply(ProblemType.INVALID_MESSAGE, String.valueOf(failure.getMessage()));
    } else if (failure instanceof RejectedExecutionException
        || failure instanceof Bodies.CrowdedException) {
      refuse(ProblemType.UNAVAILABLE, "the server is busy: try again later");
    } else {
      LOG.error("a request failed that should not", failure);
      reply(ProblemType.INTERNAL, "the server made a mistake: its log says more");
    }
  }

  /** A client that sends too much must not fill the log: the line of its request says 507. */
  private static void say(StorageFullException full) {
    if (full.isOfDisk()) {
      LOG.error("keys cannot be stored: {}", full.getMessage());
    } else {
      LOG.debug("keys are not stored: {}", full.getMessage());
    }
  }

  /** Ends what lost its client. Whoever sends it must not fill the log: no trace is printed. */
  private void abort(Throwable failure) {
    if (isReplied.compareAndSet(false, true)) {
      Throwable cause = failure.getCause();
      if (cause instanceof org.eclipse.jetty.http.HttpException) {
        writeError(cause);
      } else {
        callback.failed(new EofException(failure));
      }
    }
  }

  private void writeError(Throwable cause) {
    try {
      Response.writeError(request, response, callback, cause);
    } catch (IllegalStateException e) {
      // Another thread took the connection away and Jetty has completed the exchange: nobody is
      // left to be told.
      LOG.debug("an exchange had ended before its error was written", e);
    }
  }
}
