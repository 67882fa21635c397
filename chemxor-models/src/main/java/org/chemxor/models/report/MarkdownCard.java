package org.chemxor.models.report;

import java.util.List;

/** A model card in Markdown. */
final class MarkdownCard {
  /** Heading of the last section. */
  static final String INTENDED_USE = "Intended use and limits";

  private MarkdownCard() {}

  static String write(ModelReport report) {
    StringBuilder text = new StringBuilder();
    text.append("# Model card: ").append(escape(report.model().network().name())).append("\n");
    report.tables().forEach((heading, rows) -> text.append("\n").append(section(heading, rows)));
    text.append("\n").append(heading(INTENDED_USE)).append("\n");
    IntendedUse.SENTENCES.forEach(sentence -> text.append("- ").append(sentence).append("\n"));
    return text.toString();
  }

  /** A heading's line. */
  static String heading(String heading) {
    return "## " + heading + "\n";
  }

  /** A heading with a table of rows of cells, the first row being its header. */
  static String section(String heading, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(heading(heading)).append("\n");
    for (int i = 0; i < rows.size(); i++) {
      row(text, rows.get(i));
      if (i == 0) {
        row(text, rows.get(0).stream().map(cell -> "---").toList());
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("|");
    cells.forEach(cell -> text.append(' ').append(escape(cell)).append(" |"));
    text.append("\n");
  }

  /** Keeps a cell on one line and inside its column. */
  private static String escape(String cell) {
    return cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\s+", " ");
  }
}
