/** Text that somebody else chose, made safe to show. */
@NullMarked
package org.chemxor.core.text;

import org.jspecify.annotations.NullMarked;
