/**
 * The architectures of ChemXor's networks, without weights: {@link
 * org.chemxor.core.olinda.OlindaNet#zero()}, {@link org.chemxor.core.olinda.OlindaNet#standard()}
 * and {@link org.chemxor.core.olinda.OlindaNet#one()}, and their quadratic {@link
 * org.chemxor.core.olinda.Activation}. All take images of shape {@code [1, 32, 32]}.
 */
@NullMarked
package org.chemxor.core.olinda;

import org.jspecify.annotations.NullMarked;
