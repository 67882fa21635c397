/** Known targets beside predictions: {@link org.chemxor.models.evaluate.Evaluation}. */
@NullMarked
package org.chemxor.models.evaluate;

import org.jspecify.annotations.NullMarked;
