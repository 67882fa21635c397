package org.chemxor.cli.mpc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.models.residual.ResidualNet;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.mpc.DataOwner;
import org.chemxor.mpc.MpcSettings;
import org.chemxor.mpc.RunReport;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.compile.Comparator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor bench shared}: predictions on secret shares, three processes on this machine. */
@Command(
    name = "shared",
    description =
        "Times predictions on secret shares: data owner (this process), model owner and dealer are"
            + " processes of their own. Medians of all runs but the first, which is shown apart.",
    mixinStandardHelpOptions = true)
public final class SharedBenchCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "A model folder; without one, a ResNet-18 with random weights.")
  private @Nullable Path model;

  @Option(
      names = "--side",
      split = ",",
      defaultValue = "224",
      description = "Sides of the ResNet-18's images (default: ${DEFAULT-VALUE}).")
  private List<Integer> sides = new ArrayList<>();

  @Option(names = "--batch", defaultValue = "1", description = "Samples at a time.")
  private int batch;

  @Option(names = "--runs", defaultValue = "6", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--latency",
      defaultValue = "0",
      paramLabel = "MS",
      description = "Holds everything back that goes between two processes, each way.")
  private int latencyMillis;

  @Option(names = "--stream", description = "Fetch correlated randomness while predicting.")
  private boolean stream;

  @Option(
      names = "--samples",
      paramLabel = "FOLDER",
      description = "Images for the model owner to measure ranges on.")
  private @Nullable Path samples;

  @Option(
      names = "--comparator",
      defaultValue = "tables",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Comparator comparator;

  @Override
  public Integer call() throws Exception {
    if (runs < 2 || batch < 1 || latencyMillis < 0) {
      throw new InvalidInputException(
          "at least 2 runs, 1 sample and no negative latency are needed, got "
              + runs
              + ", "
              + batch
              + " and "
              + latencyMillis);
    }
    if (model != null) {
      measure(TrainedModel.load(model).network(), model);
      return 0;
    }
    for (int side : sides) {
      Path folder = Files.createTempDirectory("chemxor-bench");
      try {
        Network network = ResidualNet.resNet18(side, 1000, 1);
        TrainedModel.of(network, ModelInfo.of(Task.CLASSIFICATION)).save(folder);
        measure(network, folder);
      } finally {
        SharedDemoCommand.delete(folder);
      }
    }
    return 0;
  }

  private void measure(Network network, Path folder) throws IOException {
    List<String> options = new ArrayList<>(List.of("--port", "0", "--model", folder.toString()));
    options.addAll(List.of("--comparator", comparator.name()));
    if (samples != null) {
      options.addAll(List.of("--samples", samples.toString()));
    }
    try (RoleProcess dealer = RoleProcess.start("dealer", "--port", "0");
        SlowRelay toDealer = SlowRelay.to(dealer.address(), latencyMillis)) {
      options.addAll(List.of("--dealer", toDealer.address()));
      try (RoleProcess owner = RoleProcess.start("model-owner", options.toArray(String[]::new));
          SlowRelay toOwner = SlowRelay.to(owner.address(), latencyMillis);
          DataOwner data =
              DataOwner.connect(
                  Address.parse(toOwner.address()),
                  Address.parse(toDealer.address()),
                  MpcSettings.DEFAULT)) {
        print(network, data.report(), run(data));
      }
    }
  }

  /** What each run took. */
  private List<RunReport> run(DataOwner data) {
    Random random = new Random(1);
    List<RunReport> reports = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      List<double[]> samples = new ArrayList<>();
      for (int i = 0; i < batch; i++) {
        samples.add(
            random.doubles(data.plan().input().size()).map(x -> random.nextGaussian()).toArray());
      }
      RunReport before = data.report();
      SharedResults.predict(data, samples, !stream);
      reports.add(data.report().minus(before));
    }
    return reports;
  }

  private void print(Network network, RunReport setup, List<RunReport> reports) {
    PrintWriter out = spec.commandLine().getOut();
    List<RunReport> warm = reports.subList(1, reports.size());
    RunReport first = reports.get(0);
    out.printf(
        Locale.ROOT,
        "%s %s, %d at a time%s%s%s: setup %.0f ms%n",
        network.name(),
        network.inputShape(),
        batch,
        comparator == Comparator.TABLES ? "" : ", " + comparator,
        stream ? ", streamed" : "",
        latencyMillis == 0 ? "" : ", latency " + latencyMillis + " ms",
        setup.setupNanos() / 1e6);
    out.printf(
        Locale.ROOT,
        "  a sample: prepared in %.0f ms (first %.0f), online %.0f ms (first %.0f), %.2f MB between"
            + " the parties, %.2f MB from the dealer, %d rounds%n",
        median(warm, RunReport::preparationNanos) / 1e6 / batch,
        first.preparationNanos() / 1e6 / batch,
        median(warm, RunReport::onlineNanos) / 1e6 / batch,
        first.onlineNanos() / 1e6 / batch,
        first.onlineBytes() / 1e6 / batch,
        first.dealerBytes() / 1e6 / batch,
        first.rounds());
    out.flush();
  }

  private static double median(List<RunReport> reports, ToLongFunction<RunReport> what) {
    long[] values = reports.stream().mapToLong(what).sorted().toArray();
    return Arrays.stream(values, (values.length - 1) / 2, values.length / 2 + 1)
        .average()
        .orElseThrow();
  }
}
