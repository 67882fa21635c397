/** What an ONNX file holds, read within limits: the graph and its tensors. */
@NullMarked
package org.chemxor.onnx.model;

import org.jspecify.annotations.NullMarked;
