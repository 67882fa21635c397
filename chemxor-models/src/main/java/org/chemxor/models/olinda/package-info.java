/**
 * DJL blocks of the {@link org.chemxor.core.olinda.OlindaNet OlindaNets} and their export to a
 * {@link org.chemxor.core.Network}.
 */
@NullMarked
package org.chemxor.models.olinda;

import org.jspecify.annotations.NullMarked;
