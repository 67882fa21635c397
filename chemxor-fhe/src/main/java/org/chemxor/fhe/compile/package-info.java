/**
 * From a network and a plan to an {@link org.chemxor.fhe.program.EncryptedProgram}: parts,
 * parameters, packings, rotation keys, forms of replies, and what is certain about values.
 */
@NullMarked
package org.chemxor.fhe.compile;

import org.jspecify.annotations.NullMarked;
