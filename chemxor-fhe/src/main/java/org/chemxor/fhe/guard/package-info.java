/**
 * Values that are too large for their modulus: what happens to them, what room they need, and the
 * second copy of outputs that tells.
 */
@NullMarked
package org.chemxor.fhe.guard;

import org.jspecify.annotations.NullMarked;
