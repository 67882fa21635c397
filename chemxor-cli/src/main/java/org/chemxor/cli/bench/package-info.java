/** The {@code chemxor bench} commands: quick measurements on the user's own machine. */
@NullMarked
package org.chemxor.cli.bench;

import org.jspecify.annotations.NullMarked;
