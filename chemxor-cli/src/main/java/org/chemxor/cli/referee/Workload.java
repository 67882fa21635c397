package org.chemxor.cli.referee;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.Network;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;

/**
 * How the network is evaluated on a number of digits: one in a request of its own, more in the
 * slots of batches; in one round on a ring of degree 8192 with 128-bit parameters, so that the
 * client learns nothing but the scores.
 */
final class Workload {
  private static final int DEGREE = 8192;
  private static final int SLOTS = DEGREE / 2;

  /** What a rotation has no key for takes several: all keys fit a few dozen megabytes. */
  private static final long MAX_KEY_BYTES = 60_000_000;

  /** An error of a 64th of the scores' range where the fastest key switches reach no less. */
  private static final int[] SINGLE_BITS = {6};

  /**
   * Thousands of digits have a few whose two best scores nearly meet: as precise as the network
   * allows. Digits have more ink than the sparse inputs that precision is promised for.
   */
  private static final int[] BATCH_BITS = {14, 12, 9, 6};

  private Workload() {}

  /**
   * The network compiled for so many digits.
   *
   * @throws UnfitPlanException when it does not fit the ring at any of the precisions
   */
  static EncryptedProgram compile(Network network, int digits, CkksEngine engine) {
    int[] precisions = digits == 1 ? SINGLE_BITS : BATCH_BITS;
    for (int i = 0; ; i++) {
      try {
        return ProgramCompiler.compile(network, plan(digits, precisions[i]), engine);
      } catch (UnfitPlanException e) {
        if (i == precisions.length - 1) {
          throw e;
        }
      }
    }
  }

  private static Plan plan(int digits, int bits) {
    Plan plan =
        Plan.singleRound()
            .withTargetPrecision(Math.scalb(1.0, -bits))
            .withMaxKeyBytes(MAX_KEY_BYTES);
    return digits == 1
        ? plan.withDegree(DEGREE)
        : plan.withBatch(Math.min(digits, SLOTS)).withDegree(DEGREE);
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
