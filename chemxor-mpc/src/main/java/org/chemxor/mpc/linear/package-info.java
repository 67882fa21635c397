/** Exact convolutions and matrix products over the ring, in doubles that the JIT vectorises. */
@NullMarked
package org.chemxor.mpc.linear;

import org.jspecify.annotations.NullMarked;
