/**
 * From a file to a data set: rows read, checked, divided and turned into images. {@link
 * org.chemxor.data.dataset.OlindaData} for training and prediction, {@link
 * org.chemxor.data.dataset.MoleculeTable} for a file read as it is, {@link
 * org.chemxor.data.dataset.DrugSet} for demonstrations.
 */
@NullMarked
package org.chemxor.data.dataset;

import org.jspecify.annotations.NullMarked;
