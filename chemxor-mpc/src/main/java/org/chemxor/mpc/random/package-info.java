/**
 * Pseudorandomness from AES: the counter-mode streams that correlated randomness comes from, and
 * the fixed-key hash.
 */
@NullMarked
package org.chemxor.mpc.random;

import org.jspecify.annotations.NullMarked;
