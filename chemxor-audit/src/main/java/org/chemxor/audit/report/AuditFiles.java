package org.chemxor.audit.report;

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
import java.util.function.Function;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.ChemXorException;
import org.chemxor.data.featurise.MoleculeDrawing;
import org.chemxor.models.json.Json;
import org.chemxor.models.metrics.BinaryCurves;
import org.chemxor.models.report.HtmlDocument;
import org.chemxor.models.report.Picture;
import org.chemxor.models.report.Plot;
import org.chemxor.models.report.Plots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An audit as files: {@code audit.json}, {@code audit.html} and the curves as PNG. */
public final class AuditFiles {
  /** The report for programs. */
  public static final String JSON = "audit.json";

  /** The report for people. */
  public static final String HTML = "audit.html";

  private static final Logger LOG = LoggerFactory.getLogger(AuditFiles.class);
  private static final int SIDE = 200;
  private static final int SHOWN = 24;
  private static final double LEAST_DRAWN = 1e-4;

  private AuditFiles() {}

  /**
   * Writes them. Where Java cannot draw, the report comes without drawings and a warning is logged.
   *
   * @param folder made if need be
   * @throws UncheckedIOException when it cannot be written to
   */
  public static void save(AuditReport report, Path folder) {
    try {
      Files.createDirectories(folder);
      String page;
      try {
        Map<String, Plot> plots = plots(report);
        page = html(report, plots, pictures(report));
        plots.forEach((name, plot) -> plot.save(folder.resolve(name + ".png")));
      } catch (ChemXorException e) {
        LOG.warn("the audit's report has no drawings: {}", e.getMessage());
        page = html(report, Map.of(), List.of());
      }
      AtomicFiles.write(folder.resolve(HTML), page.getBytes(StandardCharsets.UTF_8));
      byte[] json = Json.write(AuditJson.of(report)).getBytes(StandardCharsets.UTF_8);
      AtomicFiles.write(folder.resolve(JSON), json);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit could not be written to " + folder, e);
    }
  }

  private static Map<String, Plot> plots(AuditReport report) {
    Map<String, Plot> plots = new LinkedHashMap<>();
    plots.put("roc-model", plot("This model", report, f -> f.model().points()));
    plots.put("roc-recipe", plot("Models trained the same way", report, f -> f.recipe().points()));
    return plots;
  }

  private static Plot plot(
      String title, AuditReport report, Function<Finding, List<BinaryCurves.Point>> points) {
    Map<String, List<BinaryCurves.Point>> curves = new LinkedHashMap<>();
    report.findings().stream()
        .filter(f -> f.view().equals(report.strongest().view()))
        .forEach(f -> curves.put(f.attack(), points.apply(f)));
    return Plots.logarithmic(
        title + ", " + report.strongest().view(),
        "others named (false positive rate)",
        "training compounds recognised",
        curves,
        LEAST_DRAWN);
  }

  private static List<Picture> pictures(AuditReport report) {
    return report.atRisk().stream()
        .filter(compound -> !compound.smiles().isEmpty())
        .limit(SHOWN)
        .map(AuditFiles::picture)
        .toList();
  }

  private static Picture picture(AtRisk compound) {
    List<String> caption = new ArrayList<>();
    caption.add(compound.rank() + ". " + compound.name());
    caption.add(compound.smiles());
    caption.add(String.format(Locale.ROOT, "known %.4g", compound.known()));
    caption.add(compound.recognised() ? "recognised at 1 % false positives" : "");
    caption.add(String.join(", ", compound.traits()));
    return Picture.of(MoleculeDrawing.draw(compound.smiles(), SIDE, 0), caption);
  }

  private static String html(AuditReport report, Map<String, Plot> plots, List<Picture> pictures) {
    HtmlDocument page =
        HtmlDocument.of("What " + report.model() + " gives away about its training compounds");
    Sentences.of(report).forEach(page::paragraph);
    page.table("The model itself", table(report, Finding::model));
    page.table("Models trained the same way on random halves", table(report, Finding::recipe));
    page.drawings("Curves", plots.values().stream().map(Plot::svg).toList());
    if (!report.traits().isEmpty()) {
      page.table("What compounds at risk have in common", traits(report));
    }
    page.pictures("Training compounds most at risk", pictures);
    page.table("How it was measured", measuredHow(report));
    return page.list("To keep in mind", report.remarks()).html();
  }

  private static List<List<String>> table(
      AuditReport report, Function<Finding, Measured.WithCurve> part) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("what the client sees", "attack", "area", "at 1 %", "at 0.1 %", "at no false one"));
    for (Finding finding : report.findings()) {
      Measured measured = part.apply(finding).measured();
      List<String> row = new ArrayList<>(List.of(finding.view(), finding.attack()));
      row.add(
          String.format(
              Locale.ROOT,
              "%.3f (%.3f to %.3f)",
              measured.area(),
              measured.areaInterval().low(),
              measured.areaInterval().high()));
      measured
          .recognised()
          .forEach(
              r ->
                  row.add(
                      String.format(
                          Locale.ROOT,
                          "%s (%s to %s)",
                          Sentences.percent(r.rate()),
                          Sentences.percent(r.interval().low()),
                          Sentences.percent(r.interval().high()))));
      rows.add(row);
    }
    return rows;
  }

  private static List<List<String>> traits(AuditReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("trait", "of those at risk", "of all", "by chance"));
    for (Trait trait : report.traits()) {
      rows.add(
          List.of(
              trait.name(),
              trait.atRisk() + " of " + trait.sizeAtRisk(),
              trait.all() + " of " + trait.size(),
              String.format(Locale.ROOT, "%.2g", trait.chance())));
    }
    return rows;
  }

  private static List<List<String>> measuredHow(AuditReport report) {
    return List.of(
        List.of("property", "value"),
        List.of("task", report.task()),
        List.of("training compounds", String.valueOf(report.members())),
        List.of("others", String.valueOf(report.others())),
        List.of("nearly the same as a training compound", String.valueOf(report.nearDuplicates())),
        List.of("settings were chosen by", String.valueOf(report.undecided())),
        List.of("reference models", String.valueOf(report.references())),
        List.of("seed", String.valueOf(report.seed())),
        List.of("digest of the network", report.digest()));
  }
}
