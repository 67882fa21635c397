/** The architectures of ChemXor's networks, without weights. */
@NullMarked
package org.chemxor.core.olinda;

import org.jspecify.annotations.NullMarked;
