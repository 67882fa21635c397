/**
 * The OlindaNet architectures: descriptions, DJL blocks, and their export to a {@link
 * org.chemxor.core.Network}.
 */
@NullMarked
package org.chemxor.models.olinda;

import org.jspecify.annotations.NullMarked;
