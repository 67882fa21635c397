/** The {@code chemxor} command: what the library does, from a terminal. */
@NullMarked
package org.chemxor.cli;

import org.jspecify.annotations.NullMarked;
