/** {@code demo}. */
@NullMarked
package org.chemxor.cli.demo;

import org.jspecify.annotations.NullMarked;
