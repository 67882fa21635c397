package org.chemxor.cli.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.ckks.CkksException;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.Network;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.ProgramCosts;

/** Which plans run a network and what they take; a plan that does not hides none of the others. */
final class PlanSurvey {
  /** Said of a plan that the heap is too small for. */
  static final String MORE_MEMORY =
      "planning it takes more memory than there is: give Java more, as in"
          + " CHEMXOR_JAVA_OPTS=-Xmx12g";

  private PlanSurvey() {}

  /**
   * What became of one plan.
   *
   * @param plan its name
   * @param runs whether the network can be evaluated that way
   * @param reasons why not, and what to change; empty when it runs
   * @param rounds requests for one molecule, or for a batch; 0 when it does not run
   * @param keyBytes bytes of all evaluation keys
   * @param requestBytes bytes of all requests
   * @param replyBytes bytes of all replies
   * @param weightBytes bytes of the encoded weights in the evaluator
   * @param relativeError the largest error to expect, relative to the outputs' range
   */
  record Outcome(
      String plan,
      boolean runs,
      List<String> reasons,
      int rounds,
      long keyBytes,
      long requestBytes,
      long replyBytes,
      long weightBytes,
      double relativeError) {

    static Outcome of(PlanName plan, EncryptedProgram program) {
      ProgramCosts costs = ProgramCosts.of(program);
      return new Outcome(
          plan.toString(),
          true,
          List.of(),
          program.roundCount(),
          costs.keyBytes(),
          sum(costs.requestBytes()),
          sum(costs.replyBytes()),
          program.weightBytes(),
          program.accuracy().relativeError());
    }

    private static long sum(List<Long> bytes) {
      return bytes.stream().mapToLong(Long::longValue).sum();
    }

    static Outcome refused(PlanName plan, List<String> reasons) {
      return new Outcome(plan.toString(), false, reasons, 0, 0, 0, 0, 0, 0);
    }

    /** For people, a line or several. */
    String describe() {
      if (!runs) {
        return String.format(Locale.ROOT, "%-13s does not run:%n", plan)
            + String.join("", reasons.stream().map(r -> "    " + r + "\n").toList());
      }
      return String.format(
          Locale.ROOT,
          "%-13s runs: %d %s, keys %.1f MB, %.0f kB up and %.0f kB down%s, weights %.0f MB in the"
              + " evaluator, error at most 2^%.1f of the outputs' range%n",
          plan,
          rounds,
          rounds == 1 ? "round" : "rounds",
          keyBytes / 1e6,
          requestBytes / 1e3,
          replyBytes / 1e3,
          plan.equals(PlanName.BATCH.toString())
              ? String.format(Locale.ROOT, " for %d molecules", PlanName.BATCH.plan().batchSize())
              : "",
          weightBytes / 1e6,
          Math.log(relativeError) / Math.log(2));
    }
  }

  /** Looks at every plan. */
  static List<Outcome> of(Network network) {
    List<String> unsupported =
        ProgramCompiler.unsupportedLayers(network).stream().map(e -> e.getMessage()).toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (PlanName plan : PlanName.values()) {
      outcomes.add(
          unsupported.isEmpty() ? outcome(network, plan) : Outcome.refused(plan, unsupported));
    }
    return outcomes;
  }

  private static Outcome outcome(Network network, PlanName plan) {
    try {
      return Outcome.of(plan, ProgramCompiler.compile(network, plan.plan()));
    } catch (ChemXorException | CkksException e) {
      return Outcome.refused(plan, List.of(String.valueOf(e.getMessage())));
    } catch (OutOfMemoryError e) {
      return Outcome.refused(plan, List.of(MORE_MEMORY));
    }
  }
}
