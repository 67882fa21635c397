package org.chemxor.core.text;

import java.util.Locale;

/**
 * Text from elsewhere (a server, a file, an argument) as it may go to a terminal, a log or a
 * spreadsheet. What a terminal acts on, and what changes the order or the look of its neighbours
 * without being seen, is written as its code point: {@code \u001b} for the character that starts
 * escape sequences.
 */
public final class PrintableText {
  /** With these a spreadsheet takes a cell for a formula; the last four are full-width forms. */
  private static final String FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20";

  private static final int FIRST_SUPPLEMENTARY = 0x10000;

  private PrintableText() {}

  /** On one line: line breaks and tabs are written as code points like the rest. */
  public static String line(String text) {
    return escape(text, false);
  }

  /**
   * On one line and no longer than it should be.
   *
   * @param most characters of {@code text} that are kept; "..." says that there were more
   */
  public static String line(String text, int most) {
    return text.length() <= most ? line(text) : line(text.substring(0, most)) + "...";
  }

  /** On several lines: line feeds, also after a carriage return, and tabs stay. */
  public static String lines(String text) {
    return escape(text, true);
  }

  /**
   * As a cell of a table that may be opened in a spreadsheet: on one line, and where it would be
   * taken for a formula with an apostrophe before it. Not for numbers of our own making.
   */
  public static String cell(String text) {
    String first = text.stripLeading();
    boolean isFormula = !first.isEmpty() && FORMULA_STARTS.indexOf(first.charAt(0)) >= 0;
    boolean isShifted = !text.isEmpty() && (text.charAt(0) == '\t' || text.charAt(0) == '\r');
    return (isFormula || isShifted ? "'" : "") + line(text);
  }

  private static String escape(String text, boolean keepsLines) {
    if (text.codePoints().allMatch(PrintableText::isPlain)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean isLineEnd =
          points[i] == '\n'
              || (points[i] == '\r' && i + 1 < points.length && points[i + 1] == '\n');
      if (isPlain(points[i]) || (keepsLines && (isLineEnd || points[i] == '\t'))) {
        safe.appendCodePoint(points[i]);
      } else {
        String format = points[i] < FIRST_SUPPLEMENTARY ? "\\u%04x" : "\\U%08x";
        safe.append(String.format(Locale.ROOT, format, points[i]));
      }
    }
    return safe.toString();
  }

  /** Not a control or format character (marks of direction and of width are among these). */
  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
