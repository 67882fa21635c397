/**
 * From a network to a plan of gates: what both parties and the dealer agree on, and the model
 * owner's weights in fixed point.
 */
@NullMarked
package org.chemxor.mpc.compile;

import org.jspecify.annotations.NullMarked;
