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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor bench primitives}: the building blocks of CKKS, in microseconds. */
@Command(
    name = "primitives",
    description = "Times the operations of the CKKS engine, one thread, median of 15 samples.",
    mixinStandardHelpOptions = true)
final class PrimitivesCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "The engine to measure; the default one if not given.")
  private @Nullable String engineName;

  @Option(
      names = "--compare",
      paramLabel = "NAME",
      description = "A second engine, measured in the same run.")
  private @Nullable String compareName;

  @Option(
      names = "--size",
      split = ",",
      converter = RingSize.Converter.class,
      paramLabel = "NxPRIMES",
      defaultValue = "8192x3,8192x7,16384x8",
      description =
          "Ring degrees and numbers of data primes to measure (default: ${DEFAULT-VALUE}).")
  private List<RingSize> sizes = new ArrayList<>();

  /**
   * The file's content.
   *
   * @param engine name of the engine
   * @param jdk version of the running Java
   * @param processor what it offers: instruction set, vector width, fused multiply-add
   * @param simd doubles per vector instruction; 1 for plain loops
   * @param results the measurements
   * @param compared the second engine's, when there is one
   */
  record Report(
      String engine,
      String jdk,
      String processor,
      int simd,
      List<PrimitiveSuite.Row> results,
      @Nullable Report compared) {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    CkksEngine engine = engineName == null ? CkksEngine.load() : CkksEngine.load(engineName);
    CkksEngine other = compareName == null ? null : CkksEngine.load(compareName);
    out.println("engine    " + engine.description());
    if (other != null) {
      out.println("compared  " + other.description());
    }
    out.println("processor " + ProcessorFeatures.description());
    out.printf(
        "%-18s %6s %6s %12s %12s %12s %10s%n",
        "op", "N", "primes", "median us", "min", "max", "alloc kB");
    List<PrimitiveSuite.Row> results = new ArrayList<>();
    List<PrimitiveSuite.Row> compared = new ArrayList<>();
    for (RingSize size : sizes) {
      List<PrimitiveSuite.Row> rows = new PrimitiveSuite(engine, size).run();
      rows.forEach(row -> out.println(format(row)));
      out.flush();
      results.addAll(rows);
      if (other != null) {
        List<PrimitiveSuite.Row> theirs = new PrimitiveSuite(other, size).run();
        theirs.forEach(row -> out.println(ratio(row, rows, engine, other)));
        out.flush();
        compared.addAll(theirs);
      }
    }
    if (json != null) {
      Report second = other == null ? null : report(other, compared, null);
      JsonFile.write(json, report(engine, results, second));
    }
    return 0;
  }

  private static Report report(
      CkksEngine engine, List<PrimitiveSuite.Row> rows, @Nullable Report compared) {
    String jdk = System.getProperty("java.version");
    return new Report(
        engine.name(),
        jdk,
        ProcessorFeatures.description(),
        engine.simdLanes(),
        List.copyOf(rows),
        compared);
  }

  private static String format(PrimitiveSuite.Row row) {
    return String.format(
        Locale.ROOT,
        "%-18s %6d %6d %12.1f %12.1f %12.1f %10.0f",
        row.op(),
        row.n(),
        row.primes(),
        row.medianMicros(),
        row.minMicros(),
        row.maxMicros(),
        row.allocatedBytes() / 1e3);
  }

  private static String ratio(
      PrimitiveSuite.Row theirs,
      List<PrimitiveSuite.Row> ours,
      CkksEngine engine,
      CkksEngine other) {
    double median =
        ours.stream()
            .filter(row -> row.op().equals(theirs.op()))
            .mapToDouble(PrimitiveSuite.Row::medianMicros)
            .findFirst()
            .orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "%s   %s is %.2f times as fast as %s",
        format(theirs),
        engine.name(),
        theirs.medianMicros() / median,
        other.name());
  }
}
