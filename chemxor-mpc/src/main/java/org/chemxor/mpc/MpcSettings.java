package org.chemxor.mpc;

import java.time.Duration;
import org.chemxor.mpc.channel.Security;

/**
 * How the roles talk. Immutable; start from {@link #DEFAULT}.
 *
 * @param security of all connections
 * @param deadline longest wait for a frame within a run
 * @param patience longest wait for the next batch
 * @param maxSessions sessions that a dealer or model owner serves at the same time
 * @param maxStoredBytes most that one batch's material may take on disk
 */
public record MpcSettings(
    Security security, Duration deadline, Duration patience, int maxSessions, long maxStoredBytes) {
  /**
   * Plain connections within this machine, 60 seconds within a run, 10 minutes between runs, up to
   * 8 GB of material for each of at most 4 sessions.
   */
  public static final MpcSettings DEFAULT =
      new MpcSettings(
          Security.loopback(), Duration.ofSeconds(60), Duration.ofMinutes(10), 4, 8_000_000_000L);

  /** Checks the ranges. */
  public MpcSettings {
    if (deadline.toMillis() < 1
        || patience.toMillis() < 1
        || maxSessions < 1
        || maxStoredBytes < 0) {
      throw new IllegalArgumentException(
          "deadlines of at least 1 ms, at least 1 session and no negative storage are needed, got "
              + deadline
              + ", "
              + patience
              + ", "
              + maxSessions
              + ", "
              + maxStoredBytes);
    }
  }

  /** The same with other protection. */
  public MpcSettings withSecurity(Security value) {
    return new MpcSettings(value, deadline, patience, maxSessions, maxStoredBytes);
  }

  /** The same with another deadline. */
  public MpcSettings withDeadline(Duration value) {
    return new MpcSettings(security, value, patience, maxSessions, maxStoredBytes);
  }

  /** The same with another limit of material on disk for one batch. */
  public MpcSettings withMaxStoredBytes(long value) {
    return new MpcSettings(security, deadline, patience, maxSessions, value);
  }
}
