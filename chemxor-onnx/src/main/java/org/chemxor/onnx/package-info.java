/**
 * Networks from ONNX files and to ONNX files.
 *
 * <p>{@link org.chemxor.onnx.OnnxImport} turns a file into a {@link org.chemxor.core.Network} that
 * computes the same, or says everything that stands in the way; {@link org.chemxor.onnx.OnnxExport}
 * writes a network as a file that ONNX Runtime and PyTorch's tools open.
 */
@NullMarked
package org.chemxor.onnx;

import org.jspecify.annotations.NullMarked;
