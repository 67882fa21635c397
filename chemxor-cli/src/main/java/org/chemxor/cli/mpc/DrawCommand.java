package org.chemxor.cli.mpc;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chemxor.core.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor mpc draw}. */
@Command(
    name = "draw",
    description =
        "Draws invented molecules, with an aromatic ring that has nitrogen or without: images to"
            + " train on and to label.",
    mixinStandardHelpOptions = true)
final class DrawCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where to.")
  private Path out;

  @Option(
      names = "--count",
      defaultValue = "6000",
      description = "Molecules, a sixth of them for testing (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--side",
      defaultValue = "64",
      description = "Side of the network's input in pixels (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(names = "--seed", defaultValue = "1", description = "Other molecules.")
  private long seed;

  @Override
  public Integer call() throws Exception {
    if (count < 24 || count > 20_000 || side < 32 || side > 512) {
      throw new InvalidInputException(
          "24 to 20000 molecules and a side of 32 to 512 can be drawn, got "
              + count
              + " and "
              + side);
    }
    DrawingFolder.write(out, count, side, seed);
    PrintWriter writer = spec.commandLine().getOut();
    writer.println("drew " + count + " molecules into " + out + "/train and " + out + "/test");
    writer.flush();
    return 0;
  }
}
