/** Tests of the extendable-output function. */
@NullMarked
package org.chemxor.ckks.xof;

import org.jspecify.annotations.NullMarked;
