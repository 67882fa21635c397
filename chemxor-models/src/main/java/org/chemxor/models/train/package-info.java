/**
 * Training on the PyTorch engine: {@link org.chemxor.models.train.Training} ends in a {@link
 * org.chemxor.models.trained.TrainedModel}.
 */
@NullMarked
package org.chemxor.models.train;

import org.jspecify.annotations.NullMarked;
