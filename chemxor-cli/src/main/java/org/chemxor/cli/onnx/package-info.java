/** {@code import} and {@code export}. */
@NullMarked
package org.chemxor.cli.onnx;

import org.jspecify.annotations.NullMarked;
