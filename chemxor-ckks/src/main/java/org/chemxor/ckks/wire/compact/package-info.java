/**
 * Our own formats, with residues as wide as their primes: {@link
 * org.chemxor.ckks.wire.compact.PackedFormat} for anything, {@link
 * org.chemxor.ckks.wire.compact.SubringFormat} for the way to the evaluator and {@link
 * org.chemxor.ckks.wire.compact.SwitchedFormat} for the way back.
 */
@NullMarked
package org.chemxor.ckks.wire.compact;

import org.jspecify.annotations.NullMarked;
