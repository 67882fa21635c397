package org.chemxor.ckks.parallel;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * Loops shared by the calling thread and helpers from an executor. A loop inside a part of another
 * one gets a helper only when one is free: then two levels of loops keep all threads busy, and no
 * more than those.
 */
final class SharedParallelism implements Parallelism {
  private final Executor executor;
  private final int threads;
  private final Semaphore helpers;

  SharedParallelism(Executor executor, int threads) {
    this.executor = executor;
    this.threads = threads;
    this.helpers = new Semaphore(threads - 1);
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void forEach(int count, IntConsumer task) {
    SharedLoop loop = new SharedLoop(count, task);
    for (int i = 1; i < Math.min(threads, count) && helpers.tryAcquire(); i++) {
      help(loop);
    }
    loop.drain();
    loop.await();
  }

  private void help(SharedLoop loop) {
    boolean isAccepted = false;
    try {
      executor.execute(
          () -> {
            try {
              loop.drain();
            } finally {
              helpers.release();
            }
          });
      isAccepted = true;
    } finally {
      if (!isAccepted) {
        helpers.release();
      }
    }
  }
}
