/** Encrypted screening of large libraries: both sides' commands. */
@NullMarked
package org.chemxor.cli.screen;

import org.jspecify.annotations.NullMarked;
