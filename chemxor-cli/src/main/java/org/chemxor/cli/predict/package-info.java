/** {@code predict}, {@code evaluate} and {@code image}. */
@NullMarked
package org.chemxor.cli.predict;

import org.jspecify.annotations.NullMarked;
