/** Placeholder documentation. */
@NullMarked
package org.chemxor.cli;

import org.jspecify.annotations.NullMarked;
