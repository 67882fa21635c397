package org.chemxor.data.csv;

/**
 * One usable row of a file, before its molecule is looked at.
 *
 * @param row the line on which it starts, counted from 1
 * @param name what people call the molecule; empty when the file has no name column
 * @param smiles its structure as written, without white space around it; not empty
 * @param value its value; NaN when the file is read without values
 * @param part what the split column says; empty when none was set
 */
public record MoleculeRow(long row, String name, String smiles, double value, String part) {

  /** Row and name only: a structure may be somebody's secret. */
  @Override
  public String toString() {
    return "MoleculeRow[" + row + ", " + name + "]";
  }
}
