/**
 * Layers on their way into a network: a graph that may still change, in which batch normalisation
 * is a scaling of its own until it is folded into a neighbour.
 */
@NullMarked
package org.chemxor.onnx.layers;

import org.jspecify.annotations.NullMarked;
