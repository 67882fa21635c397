package org.chemxor.cli.screen;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code chemxor screen}: libraries of millions of molecules, encrypted, on a cluster. */
@Command(
    name = "screen",
    description =
        "Screens a library that the evaluator never sees: encrypted batches as files, evaluated by"
            + " Apache Spark.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ScreenProgramCommand.class,
      ScreenPrepareCommand.class,
      ScreenRunCommand.class,
      ScreenCollectCommand.class
    })
public final class ScreenCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
    out.flush();
  }
}
