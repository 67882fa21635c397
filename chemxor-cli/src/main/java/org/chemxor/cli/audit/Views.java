package org.chemxor.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.audit.ClientView;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.Network;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;

/** What clients of each plan see, and of servers that round or add noise. */
final class Views {
  private final List<ClientView> views = new ArrayList<>(List.of(ClientView.exact()));
  private final List<String> unfit = new ArrayList<>();

  /**
   * Adds the client of a plan: it sees answers with the plan's error, and what the plan discloses.
   */
  void add(Network network, PlanName plan) {
    EncryptedProgram program;
    try {
      program = ProgramCompiler.compile(network, plan.plan());
    } catch (UnfitPlanException e) {
      unfit.add(plan + ": " + e.getMessage());
      return;
    }
    double error = program.expectedError();
    boolean discloses = program.roundCount() > 1;
    String name =
        String.format(
            Locale.ROOT,
            "%s plan, error %.1e%s",
            plan,
            error,
            discloses ? ", last activations" : "");
    views.add(discloses ? ClientView.withActivations(name, error) : ClientView.noisy(name, error));
  }

  /** Adds answers rounded before anybody sees them. */
  void addRounded(int decimals) {
    views.add(ClientView.rounded(decimals));
  }

  /** Adds answers with the evaluator's own noise. */
  void addFlooded(double deviation) {
    views.add(
        ClientView.noisy(
            String.format(Locale.ROOT, "noise of deviation %.3g added", deviation), deviation));
  }

  List<ClientView> all() {
    return views;
  }

  /** Plans that do not run this network, with the reason. */
  List<String> unfit() {
    return unfit;
  }
}
