package org.chemxor.mpc.session;

import org.chemxor.core.InvalidInputException;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.material.RecordLengths;

/** How many samples fit one batch. */
public final class BatchLimits {
  /** Numbers that the largest value of a batch may have. */
  private static final long MAX_NUMBERS = 1L << 26;

  private static final long COMFORTABLE_NUMBERS = 1L << 20;

  private BatchLimits() {}

  private static long largest(Plan plan) {
    long largest = plan.input().size();
    for (Gate gate : plan.gates()) {
      largest = Math.max(largest, Math.max(gate.inputSize(), gate.outputSize()));
    }
    return largest;
  }

  /** Samples whose values take about eight megabytes each; at least 1. */
  public static int comfortable(Plan plan) {
    return (int) Math.max(1, COMFORTABLE_NUMBERS / largest(plan));
  }

  /**
   * Refuses batches that are too large.
   *
   * @throws InvalidInputException saying how many samples fit
   */
  public static void require(Plan plan, int samples) {
    long most = Math.max(1, MAX_NUMBERS / largest(plan));
    if (samples < 1 || samples > most) {
      throw new InvalidInputException(
          "a batch of " + samples + " samples; this plan allows 1 to " + most);
    }
  }

  /** Bytes of material that the party that gets more of it receives for a batch. */
  public static long materialBytes(Plan plan, int samples) {
    return Math.max(RecordLengths.bytes(plan, samples, 0), RecordLengths.bytes(plan, samples, 1));
  }

  /**
   * Refuses to store more material than allowed.
   *
   * @throws InvalidInputException saying how much it is
   */
  public static void requireStorable(Plan plan, int samples, long most) {
    long bytes = materialBytes(plan, samples);
    if (bytes > most) {
      throw new InvalidInputException(
          "fetching ahead for "
              + samples
              + " samples takes "
              + bytes
              + " bytes of disk, "
              + most
              + " are allowed: take fewer samples at a time, or predict without fetching ahead");
    }
  }
}
