/**
 * The vocabulary of ChemXor: networks, molecule images and the plaintext reference evaluator.
 *
 * <p>{@link org.chemxor.core.Network} is the meeting point. Training, import and hand-built models
 * end in one; the plaintext evaluator and the encrypted compilers start from one.
 */
@NullMarked
package org.chemxor.core;

import org.jspecify.annotations.NullMarked;
