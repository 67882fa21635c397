package org.chemxor.bench.curves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;

/**
 * Draws what privacy costs, for docs/leaks.md: the metric of the test part against epsilon, and
 * that of models without privacy. Arguments: the SVG file, then {@code NAME=FILE} pairs of what
 * {@code chemxor-bench/quality models=private} has printed.
 */
public final class PrivacyCurve {
  private static final Pattern PRIVATE =
      Pattern.compile("epsilon ([0-9.]+): test (-?[0-9.]+) \\(.*");
  private static final Pattern OPEN = Pattern.compile("without privacy: test (-?[0-9.]+) \\(.*");

  private PrivacyCurve() {}

  /**
   * Draws.
   *
   * @param args picture, files with measurements
   * @throws IOException when a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: PrivacyCurve SVG NAME=FILE...");
    }
    XYChart chart =
        PerformanceCurves.chart(
            "Quadratic models, delta 1e-5", "epsilon (left: more private)", "test part");
    chart.getStyler().setYAxisLogarithmic(false);
    chart.getStyler().setYAxisMin(0.5).setYAxisMax(1.0);
    chart.getStyler().setXAxisDecimalPattern("0.#");
    for (String arg : List.of(args).subList(1, args.length)) {
      int equals = arg.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + arg + "\" is not of the form NAME=FILE");
      }
      add(chart, arg.substring(0, equals), Files.readAllLines(Path.of(arg.substring(equals + 1))));
    }
    PerformanceCurves.save(Path.of(args[0]), chart);
  }

  private static void add(XYChart chart, String name, List<String> lines) {
    List<double[]> points = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = PRIVATE.matcher(line);
      if (matcher.matches()) {
        points.add(
            new double[] {
              Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))
            });
      }
    }
    PerformanceCurves.line(chart, name, points);
    double first = points.get(0)[0];
    double last = points.get(points.size() - 1)[0];
    lines.stream()
        .map(OPEN::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Double.parseDouble(matcher.group(1)))
        .forEach(
            open ->
                PerformanceCurves.line(
                    chart,
                    name + " without privacy",
                    List.of(new double[] {first, open}, new double[] {last, open})));
  }
}
