/** {@code serve} and {@code query}. */
@NullMarked
package org.chemxor.cli.serve;

import org.jspecify.annotations.NullMarked;
