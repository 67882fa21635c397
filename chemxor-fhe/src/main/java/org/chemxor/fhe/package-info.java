/** Placeholder documentation. */
@NullMarked
package org.chemxor.fhe;

import org.jspecify.annotations.NullMarked;
