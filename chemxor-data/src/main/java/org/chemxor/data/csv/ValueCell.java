package org.chemxor.data.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in cells. What is not plainly a number is refused with the reason, never guessed. */
final class ValueCell {
  private static final int SHOWN_LENGTH = 40;
  private static final Pattern PLAIN = Pattern.compile("[-+.0-9eE]+");
  private static final Pattern BOUND = Pattern.compile("[<>~\\u2248\\u2264\\u2265].*");
  private static final Pattern LIMIT = Pattern.compile("(?:[<>]=?|[\\u2264\\u2265])\\s*(.*)");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+");
  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?\\d{1,3}([,.' \\u00a0\\u2019\\u202f]\\d{3})+([.,]\\d*)?");

  private ValueCell() {}

  /** A cell that makes its row unusable. */
  static final class BadCell extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final RowProblem.Kind kind;

    BadCell(String reason, RowProblem.Kind kind) {
      super(reason, null, false, false);
      this.reason = reason;
      this.kind = kind;
    }

    RowProblem problem(long row) {
      return new RowProblem(row, reason, kind);
    }
  }

  static boolean isNumber(String text) {
    return Double.isFinite(parsed(text));
  }

  /**
   * A finite decimal number; Java's extras (hexadecimal, NaN, a trailing 'd') are refused.
   *
   * @param limits whether a bound such as {@code >10} is taken as its limit
   * @throws BadCell when it is none
   */
  static double parse(String text, boolean limits) throws BadCell {
    Matcher limit = LIMIT.matcher(text);
    double value = parsed(limits && limit.matches() ? limit.group(1) : text);
    if (!Double.isFinite(value)) {
      throw notANumber(text);
    }
    return value;
  }

  /**
   * Several values of which some may be missing.
   *
   * @param cells empty where a value is
   * @param limits whether a bound such as {@code >10} is taken as its limit
   * @return NaN there; empty for no cells
   * @throws BadCell when one is neither empty nor a number, or all are empty
   */
  static List<Double> parseSome(List<String> cells, boolean limits) throws BadCell {
    List<Double> values = new ArrayList<>();
    for (String cell : cells) {
      values.add(cell.isEmpty() ? Double.NaN : parse(cell, limits));
    }
    if (!cells.isEmpty() && values.stream().allMatch(value -> value.isNaN())) {
      throw new BadCell("all value cells are empty", RowProblem.Kind.OTHER);
    }
    return values;
  }

  private static double parsed(String text) {
    try {
      return PLAIN.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static BadCell notANumber(String text) {
    String shown =
        "the value '"
            + (text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...")
            + "'";
    if (BOUND.matcher(text).matches()) {
      return new BadCell(
          shown + " is a bound or an estimate, not a finite number", RowProblem.Kind.BOUND);
    }
    String wrong = shown + " is not a finite number";
    boolean mayBeThousands = THOUSANDS.matcher(text).matches();
    if (DECIMAL_COMMA.matcher(text).matches()) {
      String also = mayBeThousands ? ", and thousands without a mark" : "";
      return new BadCell(wrong + "; write decimals with a point" + also, RowProblem.Kind.NOTATION);
    }
    return mayBeThousands
        ? new BadCell(wrong + "; write thousands without a mark", RowProblem.Kind.NOTATION)
        : new BadCell(wrong, RowProblem.Kind.OTHER);
  }
}
