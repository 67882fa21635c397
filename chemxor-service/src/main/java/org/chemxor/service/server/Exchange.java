package org.chemxor.service.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Problem;
import org.chemxor.service.protocol.ProblemType;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one reply, given from whatever thread. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean isReplied = new AtomicBoolean();
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
    response.setStatus(status);
    header("Cache-Control", "no-store");
    header("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean isHead = request.getMethod().equals("HEAD");
    response.write(true, isHead ? null : ByteBuffer.wrap(body), callback);
  }

  void replyEmpty(int status) {
    if (isReplied.compareAndSet(false, true)) {
      response.setStatus(status);
      header("Cache-Control", "no-store");
      response.write(true, null, callback);
    }
  }

  void reply(Problem problem) {
    if (problem.status() == 429 || problem.status() == 503) {
      header("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (problem.status() == 408 || problem.status() == 413) {
      header("Connection", "close");
    }
    reply(problem.status(), Problem.MEDIA_TYPE, problem.toJson());
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
      reply(ProblemType.TOO_LARGE, failure.getMessage());
    } else if (failure instanceof Bodies.SlowException) {
      reply(ProblemType.SLOW_BODY, failure.getMessage());
    } else if (failure instanceof StorageFullException) {
      LOG.error("keys cannot be stored: {}", failure.getMessage());
      reply(ProblemType.STORAGE_FULL, "the server has no room for keys: try again later");
    } else if (failure instanceof InvalidInputException) {
      reply(ProblemType.INVALID_MESSAGE, String.valueOf(failure.getMessage()));
    } else if (failure instanceof RejectedExecutionException) {
      reply(ProblemType.UNAVAILABLE, "the server is busy: try again later");
    } else {
      LOG.error("a request failed that should not", failure);
      reply(ProblemType.INTERNAL, "the server made a mistake: its log says more");
    }
  }

  private void abort(Throwable failure) {
    if (isReplied.compareAndSet(false, true)) {
      Throwable cause = failure.getCause();
      if (cause instanceof org.eclipse.jetty.http.HttpException) {
        Response.writeError(request, response, callback, cause);
      } else {
        callback.failed(cause instanceof IOException ? cause : failure);
      }
    }
  }
}
