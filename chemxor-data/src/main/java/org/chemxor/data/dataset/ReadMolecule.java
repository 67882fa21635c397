package org.chemxor.data.dataset;

import java.util.UUID;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.split.SplitItem;

/**
 * A row whose molecule has been read.
 *
 * @param row the row
 * @param targets its values or classes, NaN where one is missing
 * @param identity equal for rows of the same molecule
 * @param scaffold its scaffold; empty unless the split needs it
 */
record ReadMolecule(MoleculeRow row, double[] targets, UUID identity, String scaffold)
    implements SplitItem {

  @Override
  public String molecule() {
    return identity.toString();
  }

  @Override
  public String part() {
    return row.part();
  }
}
