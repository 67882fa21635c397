/**
 * How far a prediction can be trusted: intervals and sets of classes that hold the truth as often
 * as they say, and whether the model has learned from molecules like this one. Everything here is
 * computed by whoever sees the prediction, from {@link
 * org.chemxor.data.confidence.ModelConfidence}, which a model carries and a server may publish.
 */
@NullMarked
package org.chemxor.data.confidence;

import org.jspecify.annotations.NullMarked;
