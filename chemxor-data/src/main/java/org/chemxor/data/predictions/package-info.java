/** Predictions as rows of a table, however they were computed. */
@NullMarked
package org.chemxor.data.predictions;

import org.jspecify.annotations.NullMarked;
