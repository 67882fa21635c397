package org.chemxor.service.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that compute on ciphertexts: few, with a short queue. */
final class ComputePool implements AutoCloseable {
  private final ThreadPoolExecutor executor;

  ComputePool(int workers, int queue) {
    BlockingQueue<Runnable> waiting =
        queue == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(queue);
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            waiting,
            task -> {
              Thread thread = new Thread(task, "chemxor-compute-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs a task soon; whatever it throws goes to the exchange.
   *
   * @param exchange whom it is for
   * @param task computes and replies
   * @param abandoned runs instead when the client has gone away by then
   * @throws RejectedExecutionException when the queue is full or the pool is closed
   */
  void submit(Exchange exchange, Task task, Runnable abandoned) {
    exchange.computing();
    executor.execute(
        () -> {
          try {
            if (exchange.isGone()) {
              abandoned.run();
            } else {
              task.run();
            }
          } catch (Exception | OutOfMemoryError e) {
            exchange.fail(e);
          }
        });
  }

  /** Computes and replies. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  int active() {
    return executor.getActiveCount();
  }

  int queued() {
    return executor.getQueue().size();
  }

  /** Lets running and waiting tasks finish, for at most that long. */
  boolean drain(long millis) throws InterruptedException {
    executor.shutdown();
    return executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
