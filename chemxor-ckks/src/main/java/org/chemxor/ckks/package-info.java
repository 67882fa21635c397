/** Placeholder documentation. */
@NullMarked
package org.chemxor.ckks;

import org.jspecify.annotations.NullMarked;
