package org.chemxor.cli.options;

import org.chemxor.core.InvalidInputException;
import org.chemxor.data.confidence.CoverageLevels;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How often intervals are to be right. */
public final class CoverageOption {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--coverage",
      paramLabel = "P",
      defaultValue = "0.9",
      description =
          "Intervals and sets of classes hold the truth with this probability: 0.8, 0.9 or 0.95"
              + " (default: ${DEFAULT-VALUE}).")
  private double coverage = CoverageLevels.STANDARD;

  /**
   * One of {@link CoverageLevels#ALL}.
   *
   * @throws CommandLine.ParameterException when it is none of them
   */
  public double level() {
    try {
      CoverageLevels.index(coverage);
      return coverage;
    } catch (InvalidInputException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--coverage: " + e.getMessage(), e);
    }
  }
}
