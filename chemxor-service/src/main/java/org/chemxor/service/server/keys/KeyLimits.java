package org.chemxor.service.server.keys;

import java.time.Duration;

/**
 * How much room keys have on disk.
 *
 * @param quotaBytes bytes of all key sets, a quarter of them for one client
 * @param setsPerClient key sets of one client and program, at least 1
 * @param expiry how long a key set is kept after its last use
 * @param largestBytes the most that one key set has
 */
public record KeyLimits(long quotaBytes, int setsPerClient, Duration expiry, long largestBytes) {
  /** What one client may have: this share of all. */
  static final int CLIENT_SHARE = 4;

  /** What may be arriving besides what is stored: this share of the quota. */
  private static final int ARRIVING_SHARE = 4;

  /** Bytes of one client's stored sets, unless a single one has more. */
  long quotaPerClient() {
    return quotaBytes / CLIENT_SHARE;
  }

  /** Bytes of all sets that are arriving; room for two in any case. */
  long arrivingBytes() {
    return Math.max(quotaBytes / ARRIVING_SHARE, 2 * largestBytes);
  }

  /** Bytes of one client's sets that are arriving; room for one in any case. */
  long arrivingPerClient() {
    return Math.max(quotaBytes / ARRIVING_SHARE / CLIENT_SHARE, largestBytes);
  }
}
