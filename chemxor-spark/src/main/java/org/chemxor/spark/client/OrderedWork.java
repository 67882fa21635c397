package org.chemxor.spark.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Work done several pieces at a time, whose results come in the order in which it was given; few
 * pieces wait, so that memory stays bounded. For one thread that gives it.
 *
 * @param <T> results
 */
final class OrderedWork<T> implements AutoCloseable {
  private final ExecutorService executor;
  private final int most;
  private final Consumer<T> onResult;
  private final Deque<Future<T>> waiting = new ArrayDeque<>();

  OrderedWork(int threads, Consumer<T> onResult) {
    this.executor = Executors.newFixedThreadPool(threads);
    this.most = threads;
    this.onResult = onResult;
  }

  /**
   * Does a piece of work sooner or later.
   *
   * @throws UncheckedIOException when an earlier piece could not be done
   */
  void add(Callable<T> work) {
    while (waiting.size() > most) {
      take();
    }
    waiting.add(executor.submit(work));
  }

  /**
   * Waits for all pieces.
   *
   * @throws UncheckedIOException when one of them could not be done
   */
  void finish() {
    while (!waiting.isEmpty()) {
      take();
    }
  }

  private void take() {
    try {
      onResult.accept(waiting.remove().get());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw new UncheckedIOException(io.getMessage(), io);
      }
      throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /** Nobody works any more when this returns. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean isInterrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
