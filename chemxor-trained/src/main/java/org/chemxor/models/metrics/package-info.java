/** Measures of how well predictions fit, in plain Java. */
@NullMarked
package org.chemxor.models.metrics;

import org.jspecify.annotations.NullMarked;
