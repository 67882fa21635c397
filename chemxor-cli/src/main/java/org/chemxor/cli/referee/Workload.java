package org.chemxor.cli.referee;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.Network;
import org.chemxor.fhe.EncryptedProgram;
import org.chemxor.fhe.Plan;

/**
 * How the network is evaluated on a number of digits: one in a request of its own, more in the
 * slots of batches; in one round on a ring of degree 8192 with 128-bit parameters, so that the
 * client learns nothing but the scores.
 */
final class Workload {
  private static final int DEGREE = 8192;
  private static final int SLOTS = DEGREE / 2;

  /** An error of a 64th of the scores' range; classes differ by more. */
  private static final double PRECISION = 0x1p-6;

  /** What a rotation has no key for takes several: all keys fit a few dozen megabytes. */
  private static final long MAX_KEY_BYTES = 60_000_000;

  private Workload() {}

  /** The plan for so many digits. */
  static Plan plan(int digits) {
    Plan single =
        Plan.singleRound()
            .withTargetPrecision(PRECISION)
            .withMaxKeyBytes(MAX_KEY_BYTES)
            .withDegree(DEGREE);
    return digits == 1 ? single : single.withBatch(Math.min(digits, SLOTS)).withDegree(DEGREE);
  }

  /** The network compiled for so many digits. */
  static EncryptedProgram compile(Network network, int digits, CkksEngine engine) {
    return EncryptedProgram.compile(network, plan(digits), engine);
  }

  /** The digits of a batch. */
  record Slice(int from, int to) {}

  /** How many requests so many digits take. */
  static int requests(int digits) {
    return digits == 1 ? 1 : (digits + SLOTS - 1) / SLOTS;
  }

  /** The digits of request {@code index}. */
  static Slice slice(int digits, int index) {
    return new Slice(index * SLOTS, Math.min(digits, (index + 1) * SLOTS));
  }
}
