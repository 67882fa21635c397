/**
 * What each ONNX operator means in layers. Operators that a network has no layer for are rewritten
 * exactly or refused by name.
 */
@NullMarked
package org.chemxor.onnx.operators;

import org.jspecify.annotations.NullMarked;
