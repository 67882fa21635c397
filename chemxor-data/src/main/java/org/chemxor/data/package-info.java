/** Placeholder documentation. */
@NullMarked
package org.chemxor.data;

import org.jspecify.annotations.NullMarked;
