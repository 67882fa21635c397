/** What goes to the user's terminal. */
@NullMarked
package org.chemxor.cli.terminal;

import org.jspecify.annotations.NullMarked;
