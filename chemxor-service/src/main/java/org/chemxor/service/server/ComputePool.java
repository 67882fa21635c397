package org.chemxor.service.server;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chemxor.service.server.budget.FairQueue;

/**
 * The threads that compute on ciphertexts: few, with a short queue in which clients take turns.
 * When it is full, a client with few tasks in it takes the place of one with many.
 */
final class ComputePool implements AutoCloseable {
  private final ThreadPoolExecutor executor;
  private final int capacity;
  private final FairQueue<Waiting> waiting = new FairQueue<>();

  /** Tasks running and waiting. */
  private int pending;

  /** Computes and replies. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  private record Waiting(Exchange exchange, Task task, Runnable abandoned) {
    void run() {
      try {
        if (exchange.isGone()) {
          abandoned.run();
        } else {
          task.run();
        }
      } catch (Exception | OutOfMemoryError e) {
        exchange.fail(e);
      }
    }

    void giveWay() {
      abandoned.run();
      exchange.fail(new RejectedExecutionException("others have fewer tasks waiting"));
    }
  }

  ComputePool(int workers, int queue) {
    this.capacity = workers + queue;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
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
   * @param abandoned runs instead when the client has gone away by then, or had to give way
   * @throws RejectedExecutionException when the queue is full or the pool is closed
   */
  void submit(Exchange exchange, Task task, Runnable abandoned) {
    exchange.computing();
    Optional<Waiting> displaced =
        enqueue(exchange.client(), new Waiting(exchange, task, abandoned));
    displaced.ifPresent(Waiting::giveWay);
  }

  private synchronized Optional<Waiting> enqueue(String client, Waiting task) {
    Optional<Waiting> displaced = Optional.empty();
    if (executor.isShutdown()) {
      throw new RejectedExecutionException("the pool is closed");
    }
    if (pending >= capacity) {
      displaced = waiting.displaceFor(client);
      if (displaced.isEmpty()) {
        throw new RejectedExecutionException("the queue is full");
      }
    } else {
      pending++;
      executor.execute(this::runNext);
    }
    waiting.add(client, task);
    return displaced;
  }

  /** As many of these wait in the executor as tasks in the queue. */
  private void runNext() {
    Optional<Waiting> next;
    synchronized (this) {
      next = waiting.poll();
    }
    try {
      next.ifPresent(Waiting::run);
    } finally {
      synchronized (this) {
        pending--;
      }
    }
  }

  int active() {
    return executor.getActiveCount();
  }

  synchronized int queued() {
    return waiting.size();
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
