/** Placeholder documentation. */
@NullMarked
package org.chemxor.bench;

import org.jspecify.annotations.NullMarked;
