/**
 * Rows of CSV files: {@link org.chemxor.data.csv.MoleculeCsv} says where the columns are and
 * reports the rows that cannot be used. Molecules are not looked at here, but for a first line that
 * may be one.
 */
@NullMarked
package org.chemxor.data.csv;

import org.jspecify.annotations.NullMarked;
