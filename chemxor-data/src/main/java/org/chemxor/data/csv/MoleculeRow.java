package org.chemxor.data.csv;

import java.util.List;

/**
 * One usable row of a file, before its molecule is looked at.
 *
 * @param row the line on which it starts, counted from 1
 * @param name what people call the molecule; empty when the file has no name column
 * @param smiles its structure as written, without white space around it; not empty
 * @param values its values, one for each column of values, NaN where one of several is missing;
 *     empty when the file is read without values
 * @param part what the split column says; empty when none was set
 */
public record MoleculeRow(long row, String name, String smiles, List<Double> values, String part) {
  /** Copies the values. */
  public MoleculeRow {
    values = List.copyOf(values);
  }

  /** The first of its values, the only one unless several are read; NaN without values. */
  public double value() {
    return values.isEmpty() ? Double.NaN : values.get(0);
  }

  /** Row and name only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "MoleculeRow[" + row + ", " + name + "]";
  }
}
