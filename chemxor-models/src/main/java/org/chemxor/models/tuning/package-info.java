/**
 * Networks from elsewhere made fit for encryption: {@link org.chemxor.models.tuning.FineTuning}
 * replaces ReLU by polynomials and max pooling by means, and trains everything on.
 */
@NullMarked
package org.chemxor.models.tuning;

import org.jspecify.annotations.NullMarked;
