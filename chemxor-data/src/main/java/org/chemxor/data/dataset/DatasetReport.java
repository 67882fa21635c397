package org.chemxor.data.dataset;

import java.util.List;
import org.chemxor.data.csv.RowProblem;

/**
 * What became of the rows of a file.
 *
 * @param rows rows in the file, without the header and blank lines
 * @param used rows that became samples
 * @param invalid rows left out because something is wrong with them, in the order of the file
 * @param duplicates rows whose molecule stands in an earlier row; left out unless told otherwise
 */
public record DatasetReport(
    int rows, int used, List<RowProblem> invalid, List<RowProblem> duplicates) {
  /** Copies the lists. */
  public DatasetReport {
    invalid = List.copyOf(invalid);
    duplicates = List.copyOf(duplicates);
  }

  /** For example "20000 rows: 19990 used, 4 invalid, 6 duplicates; first: row 7: ...". */
  @Override
  public String toString() {
    String counts =
        rows
            + " rows: "
            + used
            + " used, "
            + invalid.size()
            + " invalid"
            + RowProblem.counts(invalid)
            + ", "
            + duplicates.size()
            + " duplicates";
    return invalid.isEmpty() ? counts : counts + "; first: " + invalid.get(0);
  }
}
