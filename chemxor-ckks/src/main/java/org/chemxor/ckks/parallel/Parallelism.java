package org.chemxor.ckks.parallel;

import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * Where the independent parts of one operation run. Parts are pure functions of their index, so
 * results never depend on the number of threads.
 */
public interface Parallelism {

  /** Upper bound on the parts that run at the same time, the caller's thread included. */
  int threads();

  /**
   * Runs {@code task} for 0 ... count - 1 in any order and returns when all are done. When a part
   * throws, the rest may be left out and the first error is thrown.
   */
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
   * caller takes part and waits for parts, not for helpers, so it finishes even when the executor
   * is busy, and may itself run inside the executor. All loops together, those inside parts of
   * others included, have at most {@code threads - 1} helpers at a time.
   *
   * @param executor where helpers run
   * @param threads at least 1
   */
  static Parallelism of(Executor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    return new SharedParallelism(executor, threads);
  }
}
