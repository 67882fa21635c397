package org.chemxor.data.csv;

/**
 * A row of a file that could not be used.
 *
 * @param row the line on which the row starts, counted from 1 with the header included: what a text
 *     editor shows
 * @param message what is wrong with it
 */
public record RowProblem(long row, String message) {

  /** For example "row 7: the value 'n/a' is not a number". */
  @Override
  public String toString() {
    return "row " + row + ": " + message;
  }
}
