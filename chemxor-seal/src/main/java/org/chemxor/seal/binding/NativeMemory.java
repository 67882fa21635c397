package org.chemxor.seal.binding;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the native memory that this engine's objects hold. The garbage collector does not see it:
 * a program that never closes anything would fill the machine's memory while the Java heap stays
 * small. So when the count has doubled since the last collection, one is asked for.
 */
public final class NativeMemory {
  /** System property: megabytes below which no collection is ever asked for. */
  static final String PROPERTY = "chemxor.seal.collectAboveMegabytes";

  private static final long LEAST = Long.getLong(PROPERTY, 512) << 20;
  private static final int MOST_WAIT_MILLIS = 200;
  private static final AtomicLong LIVE = new AtomicLong();
  private static volatile long threshold = LEAST;

  private NativeMemory() {}

  /** Bytes held by objects that have been neither closed nor collected. */
  public static long liveBytes() {
    return LIVE.get();
  }

  static void allocated(long bytes) {
    if (LIVE.addAndGet(bytes) > threshold) {
      collect();
    }
  }

  static void freed(long bytes) {
    LIVE.addAndGet(-bytes);
  }

  /** Lets the cleaner free what is unreachable; waits until it has made room, or for a moment. */
  private static synchronized void collect() {
    long before = LIVE.get();
    if (before <= threshold) {
      return;
    }
    System.gc();
    try {
      for (int waited = 0; waited < MOST_WAIT_MILLIS && LIVE.get() > before / 2; waited++) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threshold = Math.max(LEAST, 2 * LIVE.get());
  }
}
