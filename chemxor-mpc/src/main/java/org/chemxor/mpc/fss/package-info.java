/**
 * Function secret sharing: two-party comparison from a distributed point function, evaluated in
 * batches.
 */
@NullMarked
package org.chemxor.mpc.fss;

import org.jspecify.annotations.NullMarked;
