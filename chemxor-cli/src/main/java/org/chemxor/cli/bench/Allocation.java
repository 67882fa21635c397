package org.chemxor.cli.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Heap bytes that threads have allocated so far: what is left over shows what the JIT missed. */
final class Allocation {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** By the current thread. */
  static long ofThisThread() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** By all threads alive. */
  static long ofAllThreads() {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
