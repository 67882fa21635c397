package org.chemxor.bench.curves;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.bench.curves.Measurements.Prediction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the curves of docs/performance.md: time against ring degree, levels, threads, molecules in
 * a request and in a file. Arguments: a folder for the SVG files, then JSON files of {@code chemxor
 * bench}.
 */
public final class PerformanceCurves {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;

  /** Apart for those who see few colours: light and dark alternate. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x1f, 0x5a, 0xa6),
          new Color(0xd9, 0x6b, 0x1f),
          new Color(0x2e, 0x7d, 0x4f),
          new Color(0x8e, 0x44, 0x9c),
          new Color(0x55, 0x60, 0x6b));

  /** Operations that are drawn, and their names for readers. */
  private static final Map<String, String> OPERATIONS =
      new TreeMap<>(
          Map.of(
              "encrypt", "encrypt",
              "multiply", "multiply two ciphertexts",
              "rescale", "rescale",
              "rotate", "rotate",
              "rotate_hoisted32", "rotate, one of 32 together"));

  private static final int PRIMES = 3;
  private static final int LARGEST_FILE = 100_000;

  private PerformanceCurves() {}

  /**
   * Draws.
   *
   * @param args folder for pictures, files with measurements
   * @throws IOException when a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: PerformanceCurves FOLDER JSON...");
    }
    draw(Path.of(args[0]), Measurements.read(Stream.of(args).skip(1).map(Path::of).toList()));
  }

  static void draw(Path folder, Measurements measured) throws IOException {
    Files.createDirectories(folder);
    save(folder.resolve("time-against-n.svg"), againstDegree(measured));
    save(folder.resolve("time-against-levels.svg"), againstLevels(measured));
    save(folder.resolve("time-against-threads.svg"), againstThreads(measured));
    save(folder.resolve("time-against-batch.svg"), againstBatch(measured));
    save(folder.resolve("time-against-molecules.svg"), againstMolecules(measured));
  }

  static void save(Path file, Chart<?, ?> chart) throws IOException {
    String document = new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
    Files.writeString(file, document.substring(document.indexOf("<svg")).strip() + "\n");
  }

  private static XYChart againstDegree(Measurements measured) {
    XYChart chart = chart("CKKS, " + PRIMES + " data primes, one thread", "N", "microseconds");
    OPERATIONS.forEach(
        (op, name) ->
            line(
                chart,
                name,
                measured.operations().stream()
                    .filter(row -> row.name().equals(op) && row.primes() == PRIMES)
                    .map(row -> new double[] {log2(row.degree()), row.micros()})
                    .toList()));
    powersOfTwo(chart);
    return chart;
  }

  private static XYChart againstLevels(Measurements measured) {
    XYChart chart = chart("CKKS, one thread", "data primes (levels and one)", "microseconds");
    chart.getStyler().setXAxisLogarithmic(false);
    chart.getStyler().setXAxisMin(2.0);
    for (int degree : new int[] {8192, 16384}) {
      for (String op : List.of("multiply", "rotate")) {
        line(
            chart,
            OPERATIONS.get(op) + ", N = " + degree,
            measured.operations().stream()
                .filter(row -> row.name().equals(op) && row.degree() == degree)
                .map(row -> new double[] {row.primes(), row.micros()})
                .toList());
      }
    }
    return chart;
  }

  private static CategoryChart againstThreads(Measurements measured) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH + 160)
            .height(HEIGHT)
            .title("Evaluator, one molecule")
            .xAxisTitle("network and plan")
            .yAxisTitle("milliseconds")
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(10.0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    Map<String, Map<Integer, Double>> bars = new TreeMap<>();
    measured.predictions().stream()
        .filter(row -> row.molecules() == 1)
        .forEach(
            row ->
                bars.computeIfAbsent(
                        row.network()
                                .replaceFirst("OlindaNet$", "Olinda")
                                .replaceFirst("OlindaNet", "")
                            + ", "
                            + row.plan(),
                        key -> new TreeMap<>())
                    .put(row.threads(), row.millis()));
    List<String> names = List.copyOf(bars.keySet());
    List<Integer> threads =
        bars.values().stream().flatMap(bar -> bar.keySet().stream()).distinct().sorted().toList();
    for (int count : threads) {
      chart.addSeries(
          count == 1 ? "one thread" : count + " threads",
          names,
          names.stream().map(name -> bars.get(name).getOrDefault(count, Double.NaN)).toList());
    }
    return chart;
  }

  private static XYChart againstBatch(Measurements measured) {
    XYChart chart =
        chart(
            "OlindaNetZero, two threads",
            "molecules in a request",
            "evaluator's milliseconds a molecule");
    List<double[]> batches =
        batches(measured).stream()
            .map(row -> new double[] {log2(row.molecules()), row.millis() / row.molecules()})
            .toList();
    line(chart, "batch", batches);
    double alone = alone(measured, "partitioned");
    double first = batches.get(0)[0];
    double last = batches.get(batches.size() - 1)[0];
    line(
        chart,
        "partitioned, one in a request",
        List.of(new double[] {first, alone}, new double[] {last, alone}));
    powersOfTwo(chart);
    return chart;
  }

  private static XYChart againstMolecules(Measurements measured) {
    XYChart chart =
        chart(
            "OlindaNetZero, two threads, by multiplication",
            "molecules in a file",
            "evaluator's seconds");
    for (String plan : List.of("single-round", "partitioned")) {
      double alone = alone(measured, plan);
      line(
          chart,
          plan.replace('-', ' ') + ", one by one",
          sizes().mapToObj(n -> new double[] {n, n * alone / 1e3}).toList());
    }
    List<Prediction> batches = batches(measured);
    Prediction full = batches.get(batches.size() - 1);
    line(
        chart,
        "batches of " + full.molecules(),
        sizes()
            .mapToObj(
                n ->
                    new double[] {
                      n, Math.ceil((double) n / full.molecules()) * full.millis() / 1e3
                    })
            .toList());
    return chart;
  }

  private static IntStream sizes() {
    return IntStream.iterate(1, n -> n <= LARGEST_FILE, n -> Math.max(n + 1, (int) (n * 1.1)));
  }

  private static List<Prediction> batches(Measurements measured) {
    List<Prediction> batches =
        measured.predictions().stream().filter(row -> row.plan().equals("batch")).toList();
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured with --plan batch");
    }
    return batches;
  }

  private static double alone(Measurements measured, String plan) {
    return measured.predictions().stream()
        .filter(row -> row.network().equals("OlindaNetZero") && row.plan().equals(plan))
        .filter(row -> row.threads() == 2)
        .mapToDouble(Prediction::millis)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no OlindaNetZero, " + plan + ", two threads"));
  }

  private static double log2(int value) {
    return Math.log(value) / Math.log(2);
  }

  /** Labels of an axis that has logarithms to base 2. */
  private static void powersOfTwo(XYChart chart) {
    chart.getStyler().setXAxisLogarithmic(false);
    chart.getStyler().setXAxisTickMarkSpacingHint(100);
    chart
        .getStyler()
        .setXAxisTickLabelsFormattingFunction(
            x -> x == Math.rint(x) ? String.valueOf(Math.round(Math.pow(2, x))) : "");
  }

  /** Both axes logarithmic: what grows in proportion is a straight line. */
  static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    return chart;
  }

  private static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendBorderColor(Color.WHITE);
    // Dashes of a grid are most of an SVG file.
    styler.setPlotGridLinesVisible(false);
    styler.setYAxisDecimalPattern("#,##0.##");
    styler.setXAxisDecimalPattern("#,##0");
    styler.setSeriesColors(COLORS.toArray(Color[]::new));
  }

  static void line(XYChart chart, String name, List<double[]> points) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured for " + name);
    }
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray());
    series.setMarker(points.size() > 20 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
  }
}
