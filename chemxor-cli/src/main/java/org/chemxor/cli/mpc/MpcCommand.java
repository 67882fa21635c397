package org.chemxor.cli.mpc;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code chemxor mpc}: secret-shared inference. */
@Command(
    name = "mpc",
    description =
        "Predicts with secret sharing: neither the inputs nor the model's weights are shown.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DealerCommand.class,
      ModelOwnerCommand.class,
      LabelCommand.class,
      SharedPredictCommand.class,
      DrawCommand.class,
      TrainImagesCommand.class,
      SharedDemoCommand.class
    })
public final class MpcCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
    out.flush();
  }
}
