package org.chemxor.ckks.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A loop whose indices several threads take in turn. */
final class SharedLoop {
  /** Looks before waiting in earnest, some tens of microseconds: parts are often that short. */
  private static final int SPINS = 1000;

  private final int count;
  private final IntConsumer task;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch unfinished;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  SharedLoop(int count, IntConsumer task) {
    this.count = count;
    this.task = task;
    this.unfinished = new CountDownLatch(count);
  }

  /** Takes indices until there are none left; after a failure the rest are only counted off. */
  void drain() {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      try {
        if (failure.get() == null) {
          task.accept(i);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        unfinished.countDown();
      }
    }
  }

  /** Waits for the indices that other threads took and throws the first failure. */
  void await() {
    for (int i = 0; i < SPINS && unfinished.getCount() > 0; i++) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    while (true) {
      try {
        unfinished.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }
}
