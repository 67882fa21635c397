/**
 * From a molecule to a 32x32 image: {@link org.chemxor.data.featurise.MoleculeFeaturiser} and its
 * kinds.
 */
@NullMarked
package org.chemxor.data.featurise;

import org.jspecify.annotations.NullMarked;
