package org.chemxor.cli.plan;

import java.util.Locale;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.Network;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.material.RecordLengths;

/**
 * What becomes of a network that is to be evaluated by secret sharing.
 *
 * @param runs whether it can be
 * @param reason why not, and what to change; empty when it runs
 * @param gates of the plan
 * @param interactiveSteps steps in which the parties exchange messages
 * @param dealerBytes what the dealer sends for one sample
 */
record SharedOutcome(
    boolean runs, String reason, int gates, int interactiveSteps, long dealerBytes) {

  /** Looks at a network with the default options. */
  static SharedOutcome of(Network network) {
    try {
      Plan plan = NetworkCompiler.compile(network, PlanOptions.DEFAULT).plan();
      return new SharedOutcome(
          true,
          "",
          plan.gates().size(),
          plan.gates().stream().mapToInt(gate -> gate.steps().size()).sum(),
          RecordLengths.bytes(plan, 1, 0) + RecordLengths.bytes(plan, 1, 1));
    } catch (ChemXorException e) {
      return refused(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return refused(PlanSurvey.MORE_MEMORY);
    }
  }

  private static SharedOutcome refused(String reason) {
    return new SharedOutcome(false, reason, 0, 0, 0);
  }

  /** For people, a line or two. */
  String describe() {
    return runs
        ? String.format(
            Locale.ROOT,
            "%-13s runs: %d gates, %d interactive steps, %.1f MB from the dealer for a sample%n",
            "secret-shared",
            gates,
            interactiveSteps,
            dealerBytes / 1e6)
        : String.format(Locale.ROOT, "%-13s does not run:%n    %s%n", "secret-shared", reason);
  }
}
