/** {@code chemxor mpc}: predictions where neither side shows anything. */
@NullMarked
package org.chemxor.cli.mpc;

import org.jspecify.annotations.NullMarked;
