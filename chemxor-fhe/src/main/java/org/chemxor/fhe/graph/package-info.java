/**
 * Networks as a chain of linear maps and element-wise activations, normalised for encrypted
 * evaluation: the first station on the way from a {@code Network} to an encrypted program.
 */
@NullMarked
package org.chemxor.fhe.graph;

import org.jspecify.annotations.NullMarked;
