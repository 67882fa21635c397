package org.chemxor.service.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.service.protocol.Problem;
import org.chemxor.service.protocol.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, again and again if need be: every request of the protocol may be repeated without
 * harm. Thread-safe.
 */
final class Transport {
  private static final Set<Integer> WORTH_REPEATING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final int LONGEST_MESSAGE = 500;
  private static final long LONGEST_RETRY_AFTER_MILLIS = 60_000;

  private final HttpClient http;
  private final ServerAddress server;
  private final @Nullable String token;
  private final Duration timeout;
  private final Duration retryFor;
  private volatile boolean hasAnswered;

  Transport(
      HttpClient http,
      ServerAddress server,
      @Nullable String token,
      Duration timeout,
      Duration retryFor) {
    this.http = http;
    this.server = server;
    this.token = token;
    this.timeout = timeout;
    this.retryFor = retryFor;
  }

  /**
   * A reply.
   *
   * @param status 200 to 299, or a status that repeating does not change
   * @param body its bytes
   */
  record Reply(int status, byte[] body) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    Optional<ProblemType> problem() {
      return Problem.read(body).map(Problem::type);
    }

    /** An error that says what the server said. */
    ServiceException error(String what) {
      Optional<Problem> problem = Problem.read(body);
      return new ServiceException(
          what + ": " + problem.map(Problem::detail).orElse(unexplained()),
          status,
          problem.map(Problem::type).orElse(null));
    }

    private String unexplained() {
      return "the server answered with status "
          + status
          + (status >= 300 && status < 400
              ? ": it sends on to another address, where this client does not go by itself"
              : "");
    }
  }

  Reply get(String path, long maxBytes) {
    return send("GET", path, BodyPublishers.noBody(), maxBytes);
  }

  Reply head(String path) {
    return send("HEAD", path, BodyPublishers.noBody(), 0);
  }

  Reply put(String path, byte[] body, long maxBytes) {
    return send("PUT", path, BodyPublishers.ofByteArray(body), maxBytes);
  }

  Reply post(String path, byte[] body, long maxBytes) {
    return send("POST", path, BodyPublishers.ofByteArray(body), maxBytes);
  }

  private Reply send(String method, String path, BodyPublisher body, long maxBytes) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path)).method(method, body);
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    if (method.equals("PUT") || method.equals("POST")) {
      builder.header("Content-Type", "application/octet-stream");
    }
    HttpRequest request = builder.build();
    long deadline = System.nanoTime() + retryFor.toNanos();
    for (int attempt = 0; ; attempt++) {
      Outcome outcome = attempt(request, maxBytes);
      boolean isLast = !isWorthRepeating(outcome) || System.nanoTime() >= deadline;
      if (isLast) {
        return outcome.orThrow(server);
      }
      pause(pauseMillis(outcome, attempt));
    }
  }

  /** A server that has never answered is not waited for: most likely the address is wrong. */
  private boolean isWorthRepeating(Outcome outcome) {
    if (outcome.reply() != null) {
      hasAnswered = true;
      return WORTH_REPEATING.contains(outcome.reply().status())
          && !outcome.reply().problem().equals(Optional.of(ProblemType.BUDGET_SPENT));
    }
    return hasAnswered
        && !(outcome.failure() instanceof LimitedBody.TooLargeException
            || outcome.failure() instanceof SSLException);
  }

  private record Outcome(
      @Nullable Reply reply, @Nullable Throwable failure, long retryAfterMillis) {
    Reply orThrow(ServerAddress server) {
      if (reply != null) {
        return reply;
      }
      throw new ServiceException(sentence(server), failure == null ? new IOException() : failure);
    }

    private String sentence(ServerAddress server) {
      if (failure instanceof ConnectException) {
        return "no server answers at "
            + server
            + ": is it running, and is the address right?"
            + HttpProxy.remark(server);
      }
      if (failure instanceof SSLException) {
        return "no secure connection to "
            + server
            + " ("
            + message()
            + "): is its certificate trusted here?";
      }
      if (failure instanceof TimeoutException) {
        return "the server at " + server + " took too long to answer";
      }
      return "the connection to "
          + server
          + " failed"
          + (message().isEmpty() ? "" : ": " + message())
          + HttpProxy.remark(server);
    }

    /** What went wrong, some of which the server may have written. */
    private String message() {
      return failure == null || failure.getMessage() == null
          ? ""
          : PrintableText.line(failure.getMessage(), LONGEST_MESSAGE);
    }
  }

  private Outcome attempt(HttpRequest request, long maxBytes) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, info -> new LimitedBody(Math.max(maxBytes, Problem.MAX_BYTES)));
    try {
      HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Outcome(
          new Reply(response.statusCode(), response.body()), null, retryAfterMillis(response));
    } catch (ExecutionException e) {
      return new Outcome(null, e.getCause(), 0);
    } catch (TimeoutException e) {
      sent.cancel(true);
      return new Outcome(null, e, 0);
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw interrupted(e);
    }
  }

  private static long retryAfterMillis(HttpResponse<byte[]> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("[0-9]{1,6}")
        ? Math.min(Long.parseLong(seconds) * 1000, LONGEST_RETRY_AFTER_MILLIS)
        : 0;
  }

  /**
   * What the server asks for, or else a guess; never the same for all, so that clients spread out.
   */
  private static long pauseMillis(Outcome outcome, int attempt) {
    long asked = outcome.retryAfterMillis();
    return asked > 0
        ? asked + ThreadLocalRandom.current().nextLong(asked / 2 + 1)
        : backoffMillis(attempt);
  }

  /** Doubles with every attempt; between half of it and all of it. */
  private static long backoffMillis(int attempt) {
    long longest = Math.min(FIRST_PAUSE_MILLIS << Math.min(attempt, 10), LONGEST_PAUSE_MILLIS);
    return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ServiceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ServiceException("the query was interrupted", e);
  }
}
