package org.chemxor.models.report;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** One HTML page that needs no other file, written from top to bottom. Texts are escaped. */
public final class HtmlDocument {
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

  private final StringBuilder page =
      new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");

  private HtmlDocument(String title) {
    String escaped = escape(title);
    page.append("<meta charset=\"utf-8\">\n<title>").append(escaped);
    page.append("</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>").append(escaped).append("</h1>\n");
  }

  /** A page with a title. */
  public static HtmlDocument of(String title) {
    return new HtmlDocument(title);
  }

  /** A paragraph. */
  public HtmlDocument paragraph(String text) {
    page.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /**
   * A heading and a table.
   *
   * @param rows of cells, the first being the header
   */
  public HtmlDocument table(String heading, List<List<String>> rows) {
    heading(heading);
    page.append("<table>\n");
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
    return this;
  }

  /**
   * A heading and drawings; nothing without any.
   *
   * @param drawings SVG elements, such as {@link Plot#svg()}
   */
  public HtmlDocument drawings(String heading, List<String> drawings) {
    if (!drawings.isEmpty()) {
      heading(heading);
      drawings.forEach(drawing -> page.append(drawing).append("\n"));
    }
    return this;
  }

  /** A heading and pictures with their captions; nothing without any. */
  public HtmlDocument pictures(String heading, List<Picture> pictures) {
    if (!pictures.isEmpty()) {
      heading(heading);
    }
    for (Picture picture : pictures) {
      String data = Base64.getEncoder().encodeToString(picture.png());
      page.append("<figure><img alt=\"\" src=\"data:image/png;base64,").append(data).append("\">");
      String caption =
          picture.caption().stream().map(HtmlDocument::escape).collect(Collectors.joining("<br>"));
      page.append("<figcaption>").append(caption).append("</figcaption></figure>\n");
    }
    return this;
  }

  /** A heading and a list of sentences. */
  public HtmlDocument list(String heading, List<String> sentences) {
    heading(heading);
    page.append("<ul>\n");
    sentences.forEach(sentence -> page.append("<li>").append(escape(sentence)).append("</li>\n"));
    page.append("</ul>\n");
    return this;
  }

  private void heading(String heading) {
    page.append("<h2>").append(escape(heading)).append("</h2>\n");
  }

  /** The whole page. */
  public String html() {
    return page + "</body>\n</html>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
