package org.chemxor.models.report;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A report as one HTML page without links to anything. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 60em; margin: 2em auto;
             padding: 0 1em; }
      h1, h2 { font-weight: 600; }
      h2 { margin-top: 2em; border-bottom: 1px solid #ddd; }
      table { border-collapse: collapse; }
      th, td { text-align: left; padding: .25em 1.5em .25em 0; border-bottom: 1px solid #eee;
               overflow-wrap: anywhere; vertical-align: top; }
      svg { max-width: 100%; height: auto; }
      figure { display: inline-block; width: 14em; margin: .5em 1em .5em 0; vertical-align: top; }
      figcaption { font-size: 13px; overflow-wrap: anywhere; }
      """;

  private HtmlPage() {}

  static String write(ModelReport report, List<String> drawings) {
    String title = "Model report: " + escape(report.model().network().name());
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n<title>").append(title).append("</title>\n<style>\n");
    page.append(STYLE).append("</style>\n</head>\n<body>\n<h1>").append(title).append("</h1>\n");
    report.tables().forEach((heading, rows) -> table(page, heading, rows));
    if (!drawings.isEmpty()) {
      page.append("<h2>Plots</h2>\n");
      drawings.forEach(drawing -> page.append(drawing).append("\n"));
    }
    report.pictures().forEach((heading, pictures) -> pictures(page, heading, pictures));
    page.append("<h2>Intended use and limits</h2>\n<ul>\n");
    IntendedUse.SENTENCES.forEach(
        sentence -> page.append("<li>").append(escape(sentence)).append("</li>\n"));
    return page.append("</ul>\n</body>\n</html>\n").toString();
  }

  private static void table(StringBuilder page, String heading, List<List<String>> rows) {
    page.append("<h2>").append(escape(heading)).append("</h2>\n<table>\n");
    for (int i = 0; i < rows.size(); i++) {
      String tag = i == 0 ? "th" : "td";
      page.append("<tr>");
      for (String cell : rows.get(i)) {
        page.append('<').append(tag).append('>').append(escape(cell));
        page.append("</").append(tag).append('>');
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private static void pictures(StringBuilder page, String heading, List<Picture> pictures) {
    if (pictures.isEmpty()) {
      return;
    }
    page.append("<h2>").append(escape(heading)).append("</h2>\n");
    for (Picture picture : pictures) {
      String data = Base64.getEncoder().encodeToString(picture.png());
      page.append("<figure><img alt=\"\" src=\"data:image/png;base64,").append(data).append("\">");
      String caption =
          picture.caption().stream().map(HtmlPage::escape).collect(Collectors.joining("<br>"));
      page.append("<figcaption>").append(caption).append("</figcaption></figure>\n");
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
