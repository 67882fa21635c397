package org.chemxor.cli;

import java.io.PrintWriter;
import org.chemxor.cli.audit.AuditCommand;
import org.chemxor.cli.bench.BenchCommand;
import org.chemxor.cli.demo.DemoCommand;
import org.chemxor.cli.mpc.MpcCommand;
import org.chemxor.cli.onnx.ExportCommand;
import org.chemxor.cli.onnx.ImportCommand;
import org.chemxor.cli.plan.PlanCommand;
import org.chemxor.cli.predict.EvaluateCommand;
import org.chemxor.cli.predict.ImageCommand;
import org.chemxor.cli.predict.PredictCommand;
import org.chemxor.cli.referee.RefereeStepCommand;
import org.chemxor.cli.screen.ScreenCommand;
import org.chemxor.cli.serve.AppCommand;
import org.chemxor.cli.serve.QueryCommand;
import org.chemxor.cli.serve.ServeCommand;
import org.chemxor.cli.terminal.CommandHelp;
import org.chemxor.cli.terminal.JsonOnOutput;
import org.chemxor.cli.terminal.PrintableWriter;
import org.chemxor.cli.terminal.SentenceForFailures;
import org.chemxor.cli.train.TrainCommand;
import org.chemxor.core.text.PrintableText;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code chemxor} command. */
@Command(
    name = "chemxor",
    description = "Predictions on molecules that nobody else gets to see.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      AuditCommand.class,
      PlanCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ImageCommand.class,
      ServeCommand.class,
      QueryCommand.class,
      AppCommand.class,
      ScreenCommand.class,
      BenchCommand.class,
      MpcCommand.class,
      RefereeStepCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(
      names = SentenceForFailures.DEBUG,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where in the program an error came from.")
  private boolean isDebugged;

  private Main() {}

  /** Runs the command and exits with its status. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs the command.
   *
   * @return 0 on success, 1 on failure, 2 on wrong usage
   */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    commandLine.setExecutionStrategy(Main::executePrintable);
    commandLine.setExecutionExceptionHandler(new SentenceForFailures(() -> main.isDebugged));
    commandLine.setParameterExceptionHandler(Main::explainWrongUsage);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    CommandHelp.addTo(commandLine);
    return commandLine;
  }

  /** Only picocli's own help may colour a terminal; commands print what files and servers say. */
  private static int executePrintable(CommandLine.ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    CommandLine command = parsed.commandSpec().commandLine();
    command.setOut(PrintableWriter.around(command.getOut()));
    command.setErr(PrintableWriter.around(command.getErr()));
    return JsonOnOutput.run(parsed, new CommandLine.RunLast()::execute);
  }

  /** What is wrong and where help is: a page of options would push the sentence off the screen. */
  private static int explainWrongUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("chemxor: " + PrintableText.lines(String.valueOf(e.getMessage())));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
    out.flush();
  }
}
