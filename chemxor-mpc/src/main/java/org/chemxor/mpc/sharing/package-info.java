/** Additive shares: the ring, fixed-point numbers, and how both are packed into bytes. */
@NullMarked
package org.chemxor.mpc.sharing;

import org.jspecify.annotations.NullMarked;
