/** {@code train}. */
@NullMarked
package org.chemxor.cli.train;

import org.jspecify.annotations.NullMarked;
