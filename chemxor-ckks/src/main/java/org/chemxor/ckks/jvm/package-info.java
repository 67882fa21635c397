/**
 * The embedded engine: full-RNS CKKS in plain Java. Implementations of the public API, on two
 * layers that do not know them: {@link org.chemxor.ckks.jvm.ring} (all primes of a parameter set)
 * on {@link org.chemxor.ckks.jvm.arithmetic} (one prime).
 */
@NullMarked
package org.chemxor.ckks.jvm;

import org.jspecify.annotations.NullMarked;
