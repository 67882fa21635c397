/** The protocol's exact reference: the same integers, computed in the clear. */
@NullMarked
package org.chemxor.mpc.emulate;

import org.jspecify.annotations.NullMarked;
