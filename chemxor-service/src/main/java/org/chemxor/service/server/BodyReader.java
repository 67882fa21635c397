package org.chemxor.service.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body piece by piece without holding a thread while the client is slow, up to a
 * limit of bytes and of time.
 */
final class BodyReader {
  private final Request request;
  private final long limit;
  private final Sink sink;
  private final Consumer<@Nullable IOException> done;
  private Scheduler.@Nullable Task timer;
  private long received;
  private boolean isFinished;

  /** Takes the pieces. */
  @FunctionalInterface
  interface Sink {
    void accept(ByteBuffer piece) throws IOException;
  }

  private BodyReader(Request request, long limit, Sink sink, Consumer<@Nullable IOException> done) {
    this.request = request;
    this.limit = limit;
    this.sink = sink;
    this.done = done;
  }

  /**
   * Starts reading.
   *
   * @param request whose body
   * @param limit most bytes accepted
   * @param time until when
   * @param sink gets every piece, one at a time
   * @param done called once, after which the sink is called no more: with null when the body is
   *     through, otherwise with the reason why not (see {@link Bodies}, or what the sink threw)
   */
  static void read(
      Request request, long limit, Duration time, Sink sink, Consumer<@Nullable IOException> done) {
    BodyReader reader = new BodyReader(request, limit, sink, done);
    synchronized (reader) {
      reader.timer =
          request
              .getComponents()
              .getScheduler()
              .schedule(
                  () -> reader.finish(new Bodies.SlowException(time.toSeconds())),
                  time.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    reader.run();
  }

  private void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::run);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        finish(reason(chunk.getFailure()));
        return;
      }
      boolean isLast = chunk.isLast();
      boolean goesOn = accept(chunk);
      chunk.release();
      if (!goesOn) {
        return;
      }
      if (isLast) {
        finish(null);
        return;
      }
    }
  }

  private static IOException reason(Throwable failure) {
    return failure instanceof TimeoutException
        ? new Bodies.SlowException(0)
        : new Bodies.BrokenException(failure);
  }

  private boolean accept(Content.Chunk chunk) {
    IOException failure = null;
    synchronized (this) {
      if (isFinished) {
        return false;
      }
      received += chunk.remaining();
      if (received > limit) {
        failure = new Bodies.TooLargeException(limit);
      } else {
        try {
          sink.accept(chunk.getByteBuffer());
        } catch (IOException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      finish(failure);
    }
    return failure == null;
  }

  private void finish(@Nullable IOException failure) {
    synchronized (this) {
      if (isFinished) {
        return;
      }
      isFinished = true;
      if (timer != null) {
        timer.cancel();
      }
    }
    done.accept(failure);
  }
}
