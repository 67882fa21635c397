/**
 * Correlated randomness: made by the dealer, streamed in the order of use, used once and erased.
 */
@NullMarked
package org.chemxor.mpc.material;

import org.jspecify.annotations.NullMarked;
