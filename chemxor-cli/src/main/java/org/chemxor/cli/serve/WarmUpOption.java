package org.chemxor.cli.serve;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.WarmUp;
import org.chemxor.service.server.ServedModel;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Evaluations of made-up inputs before a server listens. */
final class WarmUpOption {
  private static final int MOST_SECONDS = 3600;

  /** A heap that holds a model's keys so often has room for a client beside the server. */
  private static final long KEYS_IN_HEAP = 8;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "Evaluate made-up inputs for so long before listening, so that the first request is not"
              + " slow; 0 for not at all; batches never, nor where memory is short (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  /** Refuses a time that is none, as a mistake in the command line. */
  void require(CommandLine commandLine) {
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new CommandLine.ParameterException(
          commandLine, "--warm-up is from 0 to " + MOST_SECONDS + " seconds");
    }
  }

  /**
   * Warms the models up, which share the time. Batches take so long that their first one hardly
   * shows it; where memory is just enough to serve a model, there is none to be its client as well.
   *
   * @param err gets a line for each model
   */
  void run(List<ServedModel> served, PrintWriter err) {
    List<ServedModel> warmed = served.stream().filter(model -> fits(model.model())).toList();
    for (ServedModel model : warmed) {
      long millis = Math.round(1e3 * seconds / warmed.size());
      WarmUp warmUp = model.model().warmUp(Duration.ofMillis(millis));
      if (warmUp.evaluations() > 0) {
        err.printf(
            Locale.ROOT,
            "%s: warmed up by %d evaluations, the first took %.0f ms, the last %.0f ms%n",
            model.name(),
            warmUp.evaluations(),
            warmUp.firstMillis(),
            warmUp.lastMillis());
        err.flush();
      }
    }
  }

  private static boolean fits(FheModel model) {
    return !model.program().plan().isBatch()
        && KEYS_IN_HEAP * model.costs().keyMemoryBytes() <= Runtime.getRuntime().maxMemory();
  }
}
