/**
 * The extendable-output function that expands seeds, public ones as Microsoft SEAL does and secret
 * ones without leaving a trace of them.
 */
@NullMarked
package org.chemxor.ckks.xof;

import org.jspecify.annotations.NullMarked;
