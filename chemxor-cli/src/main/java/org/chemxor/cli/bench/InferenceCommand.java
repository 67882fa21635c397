package org.chemxor.cli.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.jvm.arithmetic.ProcessorFeatures;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.PlanName;
import org.chemxor.fhe.program.Plan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor bench inference}: encrypted predictions, per network and plan. */
@Command(
    name = "inference",
    description = "Times encrypted predictions of untrained networks; medians of several runs.",
    mixinStandardHelpOptions = true)
final class InferenceCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      split = ",",
      defaultValue = "zero,olinda,one",
      description = "Networks to measure (default: ${DEFAULT-VALUE}).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--plan",
      split = ",",
      converter = PlanName.Converter.class,
      defaultValue = "partitioned,single-round",
      description = "Plans to measure (default: ${DEFAULT-VALUE}).")
  private List<PlanName> plans = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--batch-size",
      split = ",",
      paramLabel = "MOLECULES",
      defaultValue = "8192",
      description = "Molecules in a request of the plan batch (default: ${DEFAULT-VALUE}).")
  private List<Integer> batchSizes = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /**
   * The file's content.
   *
   * @param engine name of the engine
   * @param jdk version of the running Java
   * @param processor what it offers: instruction set, vector width, fused multiply-add
   * @param simd doubles per vector instruction; 1 for plain loops
   * @param results the measurements
   */
  record Report(
      String engine, String jdk, String processor, int simd, List<InferenceRun.Row> results) {}

  @Override
  public Integer call() throws Exception {
    CkksEngine engine = CkksEngine.load();
    PrintWriter out = spec.commandLine().getOut();
    out.println("engine     " + engine.description());
    out.println("processor  " + ProcessorFeatures.description());
    out.printf(
        "%-14s %-13s %7s %9s %10s %10s %10s %8s %9s %9s %6s %9s %8s %10s%n",
        "network",
        "plan",
        "threads",
        "molecules",
        "server ms",
        "first ms",
        "client ms",
        "keys MB",
        "up kB",
        "down kB",
        "rounds",
        "alloc MB",
        "peak MiB",
        "error");
    List<InferenceRun.Row> rows = new ArrayList<>();
    for (String model : models) {
      for (PlanName name : plans) {
        for (Plan plan : sizes(name)) {
          for (int count : threads) {
            InferenceRun.Row row = InferenceRun.of(engine, model, name, plan, count);
            rows.add(row);
            out.println(format(row));
            out.flush();
          }
        }
      }
    }
    if (json != null) {
      JsonFile.write(
          json,
          new Report(
              engine.name(),
              System.getProperty("java.version"),
              ProcessorFeatures.description(),
              engine.simdLanes(),
              rows));
    }
    return 0;
  }

  private List<Plan> sizes(PlanName name) {
    return name == PlanName.BATCH
        ? batchSizes.stream().map(Plan::batch).toList()
        : List.of(name.plan());
  }

  private static String format(InferenceRun.Row row) {
    return String.format(
        Locale.ROOT,
        "%-14s %-13s %7d %9d %10.1f %10.1f %10.1f %8.1f %9.0f %9.0f %6d %9.1f %8d %10.2e",
        row.network(),
        row.plan(),
        row.threads(),
        row.molecules(),
        row.serverMillis(),
        row.firstServerMillis(),
        row.clientMillis(),
        row.keyBytes() / 1e6,
        row.bytesUp() / 1e3,
        row.bytesDown() / 1e3,
        row.rounds(),
        row.allocatedBytes() / 1e6,
        row.peakMiB(),
        row.maxAbsError());
  }
}
