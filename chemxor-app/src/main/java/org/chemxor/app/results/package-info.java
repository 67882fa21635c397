/** Rows of a run chosen, sorted and written to files. */
@NullMarked
package org.chemxor.app.results;

import org.jspecify.annotations.NullMarked;
