package org.chemxor.service.server;

import java.util.concurrent.atomic.AtomicLong;

/** How large bodies may be, each and all step requests together. Thread-safe. */
final class BodyLimits {
  /** Headers of the message and of each object in it. */
  private static final long MARGIN_BYTES = 65_536;

  private static final int MARGIN_SHARE = 16;

  private final long total;
  private final AtomicLong held = new AtomicLong();

  BodyLimits(long total) {
    this.total = total;
  }

  /** What the plan predicts, and a little more. */
  static long withMargin(long predicted) {
    return predicted + predicted / MARGIN_SHARE + MARGIN_BYTES;
  }

  /**
   * Whether so many bytes may be held; if so, {@link #release} must follow. A body larger than the
   * limit is held when it is the only one: how large one may be is for its plan to say.
   */
  boolean reserve(long bytes) {
    long others = held.getAndAdd(bytes);
    if (others == 0 || others + bytes <= total) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }
}
