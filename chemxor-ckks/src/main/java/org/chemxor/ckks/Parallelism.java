package org.chemxor.ckks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Where the independent parts of one operation run. Parts are pure functions of their index, so
 * results never depend on the number of threads.
 */
public interface Parallelism {

  /** Upper bound on the parts that run at the same time, the caller's thread included. */
  int threads();

  /** Runs {@code task} for 0 ... count - 1 in any order and returns when all are done. */
  void forEach(int count, IntConsumer task);

  /** Everything on the calling thread. */
  static Parallelism sequential() {
    return new Parallelism() {
      @Override
      public int threads() {
        return 1;
      }

      @Override
      public void forEach(int count, IntConsumer task) {
        for (int i = 0; i < count; i++) {
          task.accept(i);
        }
      }
    };
  }

  /**
   * The calling thread and up to {@code threads - 1} tasks of an executor that the caller owns. The
   * caller takes part in the work, so it finishes even when the executor is busy or its queue full.
   *
   * @param executor where helpers run
   * @param threads at least 1
   */
  static Parallelism of(Executor executor, int threads) {
    if (threads < 1) {
      throw new CkksException("threads must be at least 1, got " + threads);
    }
    return new Parallelism() {
      @Override
      public int threads() {
        return threads;
      }

      @Override
      public void forEach(int count, IntConsumer task) {
        AtomicInteger next = new AtomicInteger();
        Runnable drain =
            () -> {
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                task.accept(i);
              }
            };
        List<CompletableFuture<Void>> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, count); i++) {
          helpers.add(CompletableFuture.runAsync(drain, executor));
        }
        finish(drain, next, count, helpers);
      }

      private void finish(
          Runnable drain, AtomicInteger next, int count, List<CompletableFuture<Void>> helpers) {
        try {
          drain.run();
        } catch (RuntimeException | Error e) {
          next.set(count);
          throw e;
        } finally {
          // A helper that has not started has nothing left to do: cancel it instead of waiting for
          // a place in the executor; one that runs is waited for.
          helpers.forEach(helper -> await(helper));
        }
      }

      private void await(CompletableFuture<Void> helper) {
        try {
          helper.join();
        } catch (CompletionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          if (e.getCause() instanceof Error cause) {
            throw cause;
          }
          throw e;
        }
      }
    };
  }
}
