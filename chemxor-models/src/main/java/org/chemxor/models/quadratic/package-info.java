/**
 * Quadratic models, fitted in closed form: {@link org.chemxor.models.quadratic.QuadraticTraining}
 * ends in a {@link org.chemxor.models.trained.TrainedModel} whose network is one linear map, a
 * square and a sum.
 */
@NullMarked
package org.chemxor.models.quadratic;

import org.jspecify.annotations.NullMarked;
