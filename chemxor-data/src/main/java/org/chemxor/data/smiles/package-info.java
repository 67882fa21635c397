/** Reads SMILES and tells molecules and scaffolds apart. Not exported. */
@NullMarked
package org.chemxor.data.smiles;

import org.jspecify.annotations.NullMarked;
