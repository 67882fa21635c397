/** Placeholder documentation. */
@NullMarked
package org.chemxor.models;

import org.jspecify.annotations.NullMarked;
