/** Residual networks for images. */
@NullMarked
package org.chemxor.models.residual;

import org.jspecify.annotations.NullMarked;
