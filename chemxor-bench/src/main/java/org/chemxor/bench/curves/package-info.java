/** Curves from the JSON files of {@code chemxor bench}, for the page on performance. */
@NullMarked
package org.chemxor.bench.curves;

import org.jspecify.annotations.NullMarked;
