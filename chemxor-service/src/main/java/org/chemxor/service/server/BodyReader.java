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
 * limit of bytes and for as long as it keeps up a rate: every window of time must bring so many
 * bytes, or the last of them. What is not wanted any more can be thrown away for a while, so that
 * its sender gets to see the reply.
 */
final class BodyReader {
  private final Request request;
  private final long limit;
  private final Sink sink;
  private final Consumer<@Nullable IOException> done;
  private Pace pace;
  private State state = State.READING;
  private Runnable end = () -> {};
  private Scheduler.@Nullable Task timer;
  private Scheduler.@Nullable Task lastTimer;
  private long received;
  private long receivedBefore;

  /** Whether the body has ended, by its last byte or by a failure of the connection. */
  private boolean isThrough;

  /** Whether a thread reads, or will when there is more to read. */
  private boolean isActive;

  /** What becomes of pieces. */
  private enum State {
    READING,
    FINISHED,
    DISCARDING,
    ENDED
  }

  /** Takes the pieces. */
  @FunctionalInterface
  interface Sink {
    void accept(ByteBuffer piece) throws IOException;
  }

  /**
   * How slow a body may be.
   *
   * @param window time after which it is looked at, again and again
   * @param bytesPerSecond what each window must have brought on average
   */
  record Pace(Duration window, long bytesPerSecond) {
    long bytesPerWindow() {
      return Math.max(1, Math.round(bytesPerSecond * (window.toMillis() / 1000.0)));
    }
  }

  /**
   * A reader that waits for {@link #start} or {@link #discard}.
   *
   * @param request whose body
   * @param limit most bytes accepted
   * @param pace how slow it may be
   * @param sink gets every piece, one at a time
   * @param done called once, after which the sink is called no more: with null when the body is
   *     through, otherwise with the reason why not (see {@link Bodies}, or what the sink threw)
   */
  BodyReader(
      Request request, long limit, Pace pace, Sink sink, Consumer<@Nullable IOException> done) {
    this.request = request;
    this.limit = limit;
    this.pace = pace;
    this.sink = sink;
    this.done = done;
  }

  /** Starts reading. */
  void start() {
    synchronized (this) {
      isActive = true;
      schedule();
    }
    run();
  }

  /** Stops reading, soon and by another thread, for a reason that does not lie in the body. */
  void abort(IOException reason) {
    request.getComponents().getExecutor().execute(() -> finish(reason));
  }

  /** Whether there is nothing left to read. */
  synchronized boolean isThrough() {
    return isThrough;
  }

  /**
   * Throws the rest away.
   *
   * @param moment until when at most
   * @param restPace how fast it must come
   * @param then called once, when it has ended or the time is up
   */
  void discard(Duration moment, Pace restPace, Runnable then) {
    boolean isIdle;
    synchronized (this) {
      end = then;
      state = State.DISCARDING;
      pace = restPace;
      receivedBefore = received;
      isIdle = !isActive;
      isActive = true;
      if (!isThrough) {
        schedule();
        lastTimer =
            request
                .getComponents()
                .getScheduler()
                .schedule(this::end, moment.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    if (isThrough()) {
      end();
    } else if (isIdle) {
      request.getComponents().getExecutor().execute(this::run);
    }
  }

  private void schedule() {
    if (timer != null) {
      timer.cancel();
    }
    timer =
        request
            .getComponents()
            .getScheduler()
            .schedule(this::checkPace, pace.window().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void checkPace() {
    synchronized (this) {
      if (received - receivedBefore >= pace.bytesPerWindow()) {
        receivedBefore = received;
        schedule();
        return;
      }
    }
    finish(new Bodies.SlowException(pace));
    end();
  }

  private void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::run);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        through(reason(chunk.getFailure()));
        return;
      }
      boolean isLast = chunk.isLast();
      IOException failure = accept(chunk);
      chunk.release();
      if (isLast && failure == null) {
        through(null);
        return;
      }
      if (failure != null) {
        finish(failure);
      }
      if (!goesOn()) {
        return;
      }
    }
  }

  private void through(@Nullable IOException reason) {
    synchronized (this) {
      isThrough = true;
    }
    finish(reason);
    end();
  }

  private synchronized boolean goesOn() {
    isActive = state == State.READING || state == State.DISCARDING;
    return isActive;
  }

  private IOException reason(Throwable failure) {
    return failure instanceof TimeoutException
        ? new Bodies.SlowException(pace)
        : new Bodies.BrokenException(failure);
  }

  private synchronized @Nullable IOException accept(Content.Chunk chunk) {
    received += chunk.remaining();
    if (state != State.READING) {
      return null;
    }
    if (received > limit) {
      return new Bodies.TooLargeException(limit);
    }
    try {
      sink.accept(chunk.getByteBuffer());
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void finish(@Nullable IOException failure) {
    synchronized (this) {
      if (state != State.READING) {
        return;
      }
      state = State.FINISHED;
      cancelTimers();
    }
    done.accept(failure);
  }

  private void end() {
    synchronized (this) {
      if (state != State.DISCARDING) {
        return;
      }
      state = State.ENDED;
      cancelTimers();
    }
    end.run();
  }

  private void cancelTimers() {
    if (timer != null) {
      timer.cancel();
    }
    if (lastTimer != null) {
      lastTimer.cancel();
    }
  }
}
