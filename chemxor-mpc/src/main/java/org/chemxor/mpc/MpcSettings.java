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
 */
public record MpcSettings(
    Security security, Duration deadline, Duration patience, int maxSessions) {
  /** Plain connections within this machine, 60 seconds within a run, 10 minutes between runs. */
  public static final MpcSettings DEFAULT =
      new MpcSettings(Security.loopback(), Duration.ofSeconds(60), Duration.ofMinutes(10), 4);

  /** Checks the ranges. */
  public MpcSettings {
    if (deadline.toMillis() < 1 || patience.toMillis() < 1 || maxSessions < 1) {
      throw new IllegalArgumentException(
          "deadlines of at least 1 ms and at least 1 session are needed, got "
              + deadline
              + ", "
              + patience
              + ", "
              + maxSessions);
    }
  }

  /** The same with other protection. */
  public MpcSettings withSecurity(Security value) {
    return new MpcSettings(value, deadline, patience, maxSessions);
  }

  /** The same with another deadline. */
  public MpcSettings withDeadline(Duration value) {
    return new MpcSettings(security, value, patience, maxSessions);
  }
}
