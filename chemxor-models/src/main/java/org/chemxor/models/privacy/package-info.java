/**
 * Differential privacy for trainings: {@link org.chemxor.models.privacy.RenyiAccountant} says what
 * noise hides, {@link org.chemxor.models.privacy.NoisySum} adds it to sums of clipped gradients.
 * The trainings are {@link org.chemxor.models.quadratic.PrivateQuadraticTraining} and {@link
 * org.chemxor.models.train.PrivateTraining}.
 */
@NullMarked
package org.chemxor.models.privacy;

import org.jspecify.annotations.NullMarked;
