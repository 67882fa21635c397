package org.chemxor.ckks.testkit;

import java.lang.management.ManagementFactory;

/** Counts the heap bytes that the current thread allocates. */
public final class AllocationMeter {

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long start = now();

  /** Bytes allocated by this thread since the meter was made. */
  public long bytes() {
    return now() - start;
  }

  private static long now() {
    if (!THREADS.isThreadAllocatedMemoryEnabled()) {
      throw new IllegalStateException("this JVM does not count allocated bytes");
    }
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
