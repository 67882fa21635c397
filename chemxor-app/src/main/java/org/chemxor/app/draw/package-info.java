/** Molecules as people draw them. */
@NullMarked
package org.chemxor.app.draw;

import org.jspecify.annotations.NullMarked;
