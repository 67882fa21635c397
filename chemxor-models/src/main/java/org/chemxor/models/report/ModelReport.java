package org.chemxor.models.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.ChemXorException;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything there is to say about a trained model: as a model card in Markdown and as one HTML
 * file that needs no other.
 */
public final class ModelReport {
  /** The training setting that holds the unit of the values, such as "mg/L", to be shown. */
  public static final String UNIT = "unit";

  /** In a model's folder, its card. */
  public static final String CARD = "MODEL_CARD.md";

  private static final Logger LOG = LoggerFactory.getLogger(ModelReport.class);

  private final TrainedModel model;
  private final DataDescription data;
  private final Map<String, Evaluation> evaluations;
  private final Map<String, List<List<String>>> added;
  private final Map<String, List<Picture>> pictures;

  private ModelReport(
      TrainedModel model,
      DataDescription data,
      Map<String, Evaluation> evaluations,
      Map<String, List<List<String>>> added,
      Map<String, List<Picture>> pictures) {
    this.model = model;
    this.data = data;
    this.evaluations = new LinkedHashMap<>(evaluations);
    this.added = new LinkedHashMap<>(added);
    this.pictures = new LinkedHashMap<>(pictures);
  }

  /**
   * A report.
   *
   * @param evaluations by use, such as "test"; those without samples are left out
   */
  public static ModelReport of(
      TrainedModel model, DataDescription data, Map<String, Evaluation> evaluations) {
    Map<String, Evaluation> some = new LinkedHashMap<>(evaluations);
    some.values().removeIf(evaluation -> evaluation.size() == 0);
    return new ModelReport(model, data, some, Map.of(), Map.of());
  }

  /**
   * The same with a table of something that this module knows nothing about.
   *
   * @param heading of its own
   * @param rows of cells, the first being the header; a table without others is left out
   */
  public ModelReport with(String heading, List<List<String>> rows) {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>(added);
    tables.put(heading, rows.stream().map(List::copyOf).toList());
    return new ModelReport(model, data, evaluations, tables, pictures);
  }

  /**
   * The same with pictures and their captions, in the HTML page only.
   *
   * @param heading of its own
   * @param shown without any the heading is left out
   */
  public ModelReport withPictures(String heading, List<Picture> shown) {
    Map<String, List<Picture>> all = new LinkedHashMap<>(pictures);
    all.put(heading, List.copyOf(shown));
    return new ModelReport(model, data, evaluations, added, all);
  }

  /** The plots that the model's task and history allow, by file name without ending. */
  public Map<String, Plot> plots() {
    Map<String, Plot> plots = new LinkedHashMap<>();
    if (!model.history().isEmpty()) {
      plots.put("learning-curve", Plots.learningCurve(model.history()));
    }
    evaluations.forEach(
        (use, evaluation) -> {
          List<String> names = evaluation.targetNames();
          for (int t = 0; t < names.size(); t++) {
            boolean isSeveral = evaluation.isSeveral();
            String file = use + (isSeveral ? "-" + (t + 1) : "");
            plot(plots, file, isSeveral ? use + ", " + names.get(t) : use, evaluation.target(t));
          }
        });
    return plots;
  }

  private void plot(Map<String, Plot> plots, String file, String title, Evaluation evaluation) {
    if (evaluation.size() == 0) {
      return;
    }
    if (evaluation.task() == Task.REGRESSION) {
      plots.put("parity-" + file, Plots.parity(title, unit(), evaluation));
    } else {
      plots.put("roc-" + file, Plots.roc(title, evaluation, model.info().classes()));
    }
  }

  /** The model card as Markdown: model, data, metrics, ranges, intended use. */
  public String markdown() {
    return MarkdownCard.write(this);
  }

  /**
   * The report as one HTML page with the plots inside it.
   *
   * @throws ChemXorException when Java finds no fonts on this machine
   */
  public String html() {
    List<String> drawings = new ArrayList<>();
    plots().values().forEach(plot -> drawings.add(plot.svg()));
    return HtmlPage.write(this, drawings);
  }

  /**
   * Writes {@code MODEL_CARD.md}, {@code report.html} and the plots as PNG and SVG into {@code
   * folder}. Where Java cannot draw, the report comes without plots and a warning is logged.
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  public void save(Path folder) {
    try {
      Files.createDirectories(folder);
      write(folder.resolve(CARD), markdown());
      String page;
      try {
        page = html();
        plots()
            .forEach(
                (name, plot) -> {
                  plot.save(folder.resolve(name + ".png"));
                  plot.save(folder.resolve(name + ".svg"));
                });
      } catch (ChemXorException e) {
        LOG.warn("the report has no plots: {}", e.getMessage());
        page = HtmlPage.write(this, List.of());
      }
      write(folder.resolve("report.html"), page);
    } catch (IOException e) {
      throw new UncheckedIOException("the report could not be written to " + folder, e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  TrainedModel model() {
    return model;
  }

  DataDescription data() {
    return data;
  }

  /** Pictures by heading. */
  Map<String, List<Picture>> pictures() {
    return pictures;
  }

  /** The sections of both forms: a heading and rows of cells, the first row being the header. */
  Map<String, List<List<String>>> tables() {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    tables.put("Model", modelTable());
    tables.put("Data", dataTable());
    tables.put("Metrics", metricsTable());
    tables.putAll(added);
    boolean isPrivate = model.info().training().containsKey(PrivacySettings.EPSILON);
    tables.put(
        "Ranges of the layers on the " + (isPrivate ? "validation" : "training") + " data",
        rangesTable());
    tables.put("Training settings", settingsTable());
    tables.values().removeIf(rows -> rows.size() < 2);
    return tables;
  }

  private List<List<String>> modelTable() {
    ModelInfo info = model.info();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("property", "value"));
    rows.add(List.of("network", model.network().name()));
    rows.add(List.of("task", info.task().name().toLowerCase(Locale.ROOT)));
    if (!info.target().isEmpty()) {
      rows.add(List.of("predicts", info.target()));
    }
    if (!unit().isEmpty()) {
      rows.add(List.of("unit", unit()));
    }
    if (!info.classes().isEmpty()) {
      rows.add(List.of("classes", String.join(", ", info.classes())));
    }
    rows.add(List.of("trained numbers", Long.toString(model.network().parameterCount())));
    if (!info.featuriser().isEmpty()) {
      rows.add(List.of("featuriser", Numbers.shortened(info.featuriser())));
    }
    return rows;
  }

  private List<List<String>> dataTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("property", "value"));
    rows.add(List.of("source", data.source()));
    rows.add(List.of("split", data.split()));
    data.sizes().forEach((use, size) -> rows.add(List.of(use + " molecules", size.toString())));
    if (!data.notes().isEmpty()) {
      rows.add(List.of("notes", data.notes()));
    }
    return rows;
  }

  private List<List<String>> metricsTable() {
    List<String> header = new ArrayList<>(List.of("metric"));
    header.addAll(evaluations.keySet());
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<Map<String, Double>> columns =
        evaluations.values().stream().map(Evaluation::metrics).toList();
    columns.forEach(column -> column.keySet().forEach(name -> rows.put(name, new ArrayList<>())));
    List<List<String>> table = new ArrayList<>(List.of(header));
    rows.forEach(
        (name, row) -> {
          row.add(withUnit(name));
          columns.forEach(column -> row.add(Numbers.format(column.get(name))));
          table.add(row);
        });
    return table;
  }

  /** The unit of the values, kept among the settings; empty when it is not known. */
  private String unit() {
    return model.info().training().getOrDefault(UNIT, "");
  }

  /** A metric in units of the values, or their square, or without one. */
  private String withUnit(String metric) {
    if (unit().isEmpty()) {
      return metric;
    }
    return switch (metric.substring(metric.lastIndexOf('.') + 1)) {
      case "mae", "rmse" -> metric + " (" + unit() + ")";
      case "mse" -> metric + " ((" + unit() + ")^2)";
      default -> metric;
    };
  }

  private List<List<String>> rangesTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("layer", "smallest", "largest"));
    model
        .info()
        .ranges()
        .forEach(
            range ->
                rows.add(
                    List.of(
                        range.node(), Numbers.format(range.min()), Numbers.format(range.max()))));
    return rows;
  }

  private List<List<String>> settingsTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("setting", "value"));
    model.info().training().forEach((name, value) -> rows.add(List.of(name, value)));
    return rows;
  }
}
