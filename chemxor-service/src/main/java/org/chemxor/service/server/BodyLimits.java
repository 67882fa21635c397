package org.chemxor.service.server;

import org.chemxor.service.server.budget.FairBudget;

/** How large bodies may be, each and all step requests together. */
final class BodyLimits {
  /** Headers of the message and of each object in it. */
  private static final long MARGIN_BYTES = 65_536;

  private static final int MARGIN_SHARE = 16;

  /** What one client may have of all: this share, and one request in any case. */
  private static final int CLIENT_SHARE = 2;

  private BodyLimits() {}

  /** What the plan predicts, and a little more. */
  static long withMargin(long predicted) {
    return predicted + predicted / MARGIN_SHARE + MARGIN_BYTES;
  }

  /**
   * The memory for all step requests: as much as the limits say, but room for two in any case, so
   * that one client's does not keep out another's.
   *
   * @param largest the largest request of any model
   */
  static FairBudget memory(ServerLimits limits, long largest) {
    long total = Math.max(limits.bodyMemoryBytes(), 2 * largest);
    return new FairBudget(total, Math.max(total / CLIENT_SHARE, largest));
  }
}
