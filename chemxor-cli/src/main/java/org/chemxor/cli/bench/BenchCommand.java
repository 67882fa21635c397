package org.chemxor.cli.bench;

import org.chemxor.cli.mpc.SharedBenchCommand;
import org.chemxor.cli.referee.RefereeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups the measurements. */
@Command(
    name = "bench",
    description = "Measures this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PrimitivesCommand.class,
      InferenceCommand.class,
      SharedBenchCommand.class,
      RefereeCommand.class
    })
public final class BenchCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to measure: primitives, inference, shared or referee");
  }
}
