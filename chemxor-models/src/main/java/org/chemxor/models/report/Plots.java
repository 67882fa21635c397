package org.chemxor.models.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.metrics.BinaryCurves;
import org.chemxor.models.metrics.ClassificationMetrics;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.Task;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The usual pictures of a training and its results. */
public final class Plots {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 440;

  /** Beyond this many points a parity plot shows every k-th sample. */
  private static final int MAX_POINTS = 2000;

  private static final Color BLUE = new Color(0x1f, 0x5a, 0xa6);
  private static final Color ORANGE = new Color(0xd9, 0x6b, 0x1f);
  private static final Color GREY = new Color(0x88, 0x88, 0x88);

  private Plots() {}

  /**
   * Training and validation loss over the epochs.
   *
   * @param history at least one epoch
   * @throws IllegalArgumentException when it is empty
   */
  public static Plot learningCurve(List<EpochResult> history) {
    if (history.isEmpty()) {
      throw new IllegalArgumentException("a learning curve needs at least one epoch");
    }
    XYChart chart = chart("Learning curve", "epoch", "loss");
    double[] epochs = history.stream().mapToDouble(EpochResult::epoch).toArray();
    line(chart, "training", epochs, history.stream().mapToDouble(EpochResult::trainLoss), BLUE);
    if (history.stream().noneMatch(result -> Double.isNaN(result.validationLoss()))) {
      line(
          chart,
          "validation",
          epochs,
          history.stream().mapToDouble(EpochResult::validationLoss),
          ORANGE);
    }
    return new Plot(chart);
  }

  /**
   * Predicted over known values, with the diagonal.
   *
   * @param what the data, such as "test"
   * @param evaluation of a regression, at least one sample
   */
  public static Plot parity(String what, Evaluation evaluation) {
    return parity(what, "", evaluation);
  }

  /**
   * The same with the unit of the values at the axes.
   *
   * @param unit such as "mg/L"; may be empty
   */
  public static Plot parity(String what, String unit, Evaluation evaluation) {
    require(evaluation, Task.REGRESSION);
    double[] targets = evaluation.targets();
    double[] predictions = evaluation.predictions();
    double min = Math.min(min(targets), min(predictions));
    double max = Math.max(max(targets), max(predictions));
    String in = unit.isEmpty() ? "" : " (" + unit + ")";
    XYChart chart = chart("Predicted and known values, " + what, "known" + in, "predicted" + in);
    diagonal(chart, min, max);
    int step = (targets.length + MAX_POINTS - 1) / MAX_POINTS;
    int[] shown = IntStream.range(0, targets.length).filter(i -> i % step == 0).toArray();
    XYSeries points =
        chart.addSeries(
            "samples",
            Arrays.stream(shown).mapToDouble(i -> targets[i]).toArray(),
            Arrays.stream(shown).mapToDouble(i -> predictions[i]).toArray());
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(new Color(0x1f, 0x5a, 0xa6, 0x80));
    chart.getStyler().setMarkerSize(4);
    return new Plot(chart);
  }

  /**
   * The receiver operating characteristic; with more than two classes one curve each, against the
   * rest.
   *
   * @param what the data, such as "test"
   * @param evaluation of a classification with samples of every class that is drawn
   * @param classes names in output order; empty for numbers
   */
  public static Plot roc(String what, Evaluation evaluation, List<String> classes) {
    require(evaluation, Task.CLASSIFICATION);
    XYChart chart = chart("ROC curve, " + what, "false positive rate", "true positive rate");
    diagonal(chart, 0, 1);
    int[] labels = evaluation.labels();
    double[][] scores = evaluation.outputs();
    for (int c = scores[0].length == 2 ? 1 : 0; c < scores[0].length; c++) {
      BinaryCurves curves = ClassificationMetrics.curves(labels, scores, c);
      if (Double.isNaN(curves.rocAuc())) {
        continue;
      }
      String name = c < classes.size() ? classes.get(c) : "class " + c;
      XYSeries series =
          chart.addSeries(
              String.format(java.util.Locale.ROOT, "%s (area %.3f)", name, curves.rocAuc()),
              curves.roc().stream().mapToDouble(BinaryCurves.Point::x).toArray(),
              curves.roc().stream().mapToDouble(BinaryCurves.Point::y).toArray());
      series.setMarker(SeriesMarkers.NONE);
    }
    return new Plot(chart);
  }

  /**
   * Curves on logarithmic axes, such as rates over several powers of ten, with the diagonal. What
   * is not above {@code least} on either axis is not drawn.
   *
   * @param curves by name, in drawing order; at least one
   * @param least lower end of both axes, above 0 and below 1; the upper end is 1
   */
  public static Plot logarithmic(
      String title,
      String x,
      String y,
      Map<String, List<BinaryCurves.Point>> curves,
      double least) {
    if (curves.isEmpty() || !(least > 0 && least < 1)) {
      throw new IllegalArgumentException(
          "logarithmic axes need a curve and a lower end in (0, 1), got " + least);
    }
    XYChart chart = chart(title, x, y);
    diagonal(chart, least, 1);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setXAxisMin(least).setXAxisMax(1.0).setYAxisMin(least).setYAxisMax(1.0);
    curves.forEach(
        (name, points) -> {
          List<BinaryCurves.Point> shown =
              points.stream().filter(p -> p.x() >= least && p.y() >= least).toList();
          if (!shown.isEmpty()) {
            chart
                .addSeries(
                    name,
                    shown.stream().mapToDouble(BinaryCurves.Point::x).toArray(),
                    shown.stream().mapToDouble(BinaryCurves.Point::y).toArray())
                .setMarker(SeriesMarkers.NONE);
          }
        });
    return new Plot(chart);
  }

  private static void require(Evaluation evaluation, Task task) {
    if (evaluation.task() != task || evaluation.size() == 0) {
      throw new IllegalArgumentException(
          "this plot needs samples of a "
              + task
              + ", got "
              + evaluation.size()
              + " of a "
              + evaluation.task());
    }
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    return chart;
  }

  private static void line(
      XYChart chart, String name, double[] x, java.util.stream.DoubleStream y, Color color) {
    XYSeries series = chart.addSeries(name, x, y.toArray());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
  }

  private static void diagonal(XYChart chart, double min, double max) {
    XYSeries diagonal =
        chart.addSeries("diagonal", new double[] {min, max}, new double[] {min, max});
    diagonal.setMarker(SeriesMarkers.NONE);
    diagonal.setLineColor(GREY);
    diagonal.setShowInLegend(false);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
