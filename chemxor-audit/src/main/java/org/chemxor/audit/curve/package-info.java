/** How well scores tell members from others, with intervals. */
@NullMarked
package org.chemxor.audit.curve;

import org.jspecify.annotations.NullMarked;
