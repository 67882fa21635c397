package org.chemxor.data;

/**
 * A row whose molecule has been read.
 *
 * @param row the row
 * @param target its value or class
 * @param identity its canonical SMILES
 * @param scaffold its scaffold; empty unless the split needs it
 */
record ReadMolecule(MoleculeRow row, double target, String identity, String scaffold) {}
