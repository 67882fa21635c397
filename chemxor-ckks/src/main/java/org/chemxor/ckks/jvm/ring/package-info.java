/**
 * The ring Z[X]/(X^N + 1) modulo all primes of a parameter set, and what is done in it without
 * knowing what a ciphertext is: basis conversion, key switching, encoding, sampling.
 */
@NullMarked
package org.chemxor.ckks.jvm.ring;

import org.jspecify.annotations.NullMarked;
