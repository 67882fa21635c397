/** JSON from outside, read with suspicion. For the modules of ChemXor: it may change. */
@NullMarked
package org.chemxor.models.json;

import org.jspecify.annotations.NullMarked;
