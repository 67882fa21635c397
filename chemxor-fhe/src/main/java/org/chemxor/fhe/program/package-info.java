/**
 * What a compiled network is: immutable data. The model owner has the {@link
 * org.chemxor.fhe.program.EncryptedProgram} with the weights, clients its {@link
 * org.chemxor.fhe.program.ProgramOutline} without; a {@link org.chemxor.fhe.program.Plan} says what
 * is wanted.
 */
@NullMarked
package org.chemxor.fhe.program;

import org.jspecify.annotations.NullMarked;
