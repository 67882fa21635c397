package org.chemxor.cli.serve;

import java.nio.file.Path;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.budget.Allowance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How often clients of {@code serve} may ask. */
final class BudgetOptions {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--budget",
      paramLabel = "N/PERIOD",
      description =
          "Molecules that one client may ask one model about, as 10000/day (or /hour, /week); a"
              + " batch counts as full (default: without end). Needs --budget-file.")
  private @Nullable String budget;

  @Option(
      names = "--budget-file",
      paramLabel = "FILE",
      description = "Where what was spent is kept: a restart gives nobody a new budget.")
  private @Nullable Path file;

  /**
   * Refuses half of the two, and a budget that is none.
   *
   * @throws CommandLine.ParameterException saying what is missing
   */
  void requireConsistent() {
    if ((budget == null) != (file == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--budget N/PERIOD and --budget-file FILE go together");
    }
    if (budget != null) {
      Allowance.parse(budget);
    }
  }

  /** In words; empty without a budget. */
  String describe() {
    return budget == null ? "" : "each client may ask each model about " + Allowance.parse(budget);
  }

  void applyTo(ModelServer.Builder builder) {
    if (budget != null && file != null) {
      builder.queryBudget(file, Allowance.parse(budget));
    }
  }
}
