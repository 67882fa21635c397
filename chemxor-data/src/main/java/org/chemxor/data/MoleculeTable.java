package org.chemxor.data;

import java.util.List;
import org.chemxor.core.Sample;

/**
 * What was read from a file: the molecules that could be used, in the order of the file, and the
 * rows that could not.
 *
 * @param samples the usable molecules with their images
 * @param problems one entry for each row left out, in the order of the file
 */
public record MoleculeTable(List<Sample> samples, List<RowProblem> problems) {
  /** Copies the lists; a {@link MoleculeDataset} cannot change and is kept as it is. */
  public MoleculeTable {
    samples = samples instanceof MoleculeDataset ? samples : List.copyOf(samples);
    problems = List.copyOf(problems);
  }

  /** For example "9998 molecules, 2 rows left out; first: row 7: ...". */
  @Override
  public String toString() {
    String text = samples.size() + " molecules, " + problems.size() + " rows left out";
    return problems.isEmpty() ? text : text + "; first: " + problems.get(0);
  }
}
