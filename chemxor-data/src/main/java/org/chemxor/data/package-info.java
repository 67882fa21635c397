/**
 * From molecules to images and data sets.
 *
 * <p>A {@link org.chemxor.data.MoleculeFeaturiser} turns a SMILES into a 32x32 image; {@link
 * org.chemxor.data.MoleculeCsv} reads molecules and their values from a file and reports the rows
 * it could not use; {@link org.chemxor.data.DataSplit} divides them for training.
 */
@NullMarked
package org.chemxor.data;

import org.jspecify.annotations.NullMarked;
