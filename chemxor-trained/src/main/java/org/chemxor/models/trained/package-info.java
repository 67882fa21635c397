/**
 * A trained model is a {@link org.chemxor.core.Network} and what is known about it; {@link
 * org.chemxor.models.trained.TrainedModel} saves, loads and predicts without any training engine.
 */
@NullMarked
package org.chemxor.models.trained;

import org.jspecify.annotations.NullMarked;
