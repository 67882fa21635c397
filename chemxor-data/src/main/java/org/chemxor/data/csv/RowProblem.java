package org.chemxor.data.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of a file that could not be used.
 *
 * @param row the line on which the row starts, counted from 1 with the header included: what a text
 *     editor shows
 * @param message what is wrong with it
 * @param kind what is counted apart
 */
public record RowProblem(long row, String message, Kind kind) {

  /** What is counted apart, because a whole file may be written so. */
  public enum Kind {
    /** A value such as {@code >10}, {@code <0.1} or {@code ~5}. */
    BOUND,
    /** A value with a decimal comma or marks for thousands. */
    NOTATION,
    /** A molecule whose rows say different classes, none of them most of the time. */
    NO_MAJORITY,
    /** All else. */
    OTHER
  }

  /** A problem that is not counted apart. */
  public RowProblem(long row, String message) {
    this(row, message, Kind.OTHER);
  }

  /**
   * What is counted apart, to be put behind the number of problems.
   *
   * @return for example " (bounds or estimates such as '>10' or '~5': 2)"; empty when there is
   *     nothing
   */
  public static String counts(List<RowProblem> problems) {
    List<String> counts = new ArrayList<>();
    long bounds = problems.stream().filter(p -> p.kind() == Kind.BOUND).count();
    if (bounds > 0) {
      counts.add("bounds or estimates such as '>10' or '~5': " + bounds);
    }
    long notations = problems.stream().filter(p -> p.kind() == Kind.NOTATION).count();
    if (notations > 0) {
      counts.add("values with a decimal comma or marks for thousands: " + notations);
    }
    long undecided = problems.stream().filter(p -> p.kind() == Kind.NO_MAJORITY).count();
    if (undecided > 0) {
      counts.add("molecules without a class that most of their rows say: " + undecided);
    }
    return counts.isEmpty() ? "" : " (" + String.join(", ", counts) + ")";
  }

  /** For example "row 7: the value 'n/a' is not a number". */
  @Override
  public String toString() {
    return "row " + row + ": " + message;
  }
}
