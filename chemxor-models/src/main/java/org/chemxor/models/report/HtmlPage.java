package org.chemxor.models.report;

import java.util.List;

/** A report as one HTML page without links to anything. */
final class HtmlPage {
  private HtmlPage() {}

  static String write(ModelReport report, List<String> drawings) {
    HtmlDocument page = HtmlDocument.of("Model report: " + report.model().network().name());
    report.tables().forEach(page::table);
    page.drawings("Plots", drawings);
    report.pictures().forEach(page::pictures);
    return page.list("Intended use and limits", IntendedUse.SENTENCES).html();
  }
}
