/** Which compounds resemble others, and which stand alone. */
@NullMarked
package org.chemxor.audit.neighbours;

import org.jspecify.annotations.NullMarked;
