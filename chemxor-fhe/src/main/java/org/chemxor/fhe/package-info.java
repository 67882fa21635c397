/**
 * Encrypted inference: a {@link org.chemxor.core.Network} evaluated on images that its owner never
 * sees.
 *
 * <p>The way of the data, and where to read it:
 *
 * <pre>
 * Network                      what was trained
 *   -> StageGraph              linear maps and monic activations             (package graph)
 *   -> Partition               rounds: input layout, circuit, output layout  (packages packing, circuit)
 *   -> EncryptedProgram        parameters and keys chosen; describe(), outline()
 *
 * image -> FheClient.start     checks the range                                    client
 *       -> nextRequest         slots, ciphertexts, bytes                           client
 *       -> FheEvaluator        step k of the program on ciphertexts                evaluator
 *       -> acceptReply         decrypts, lays the values out for step k + 1        client
 *       -> ... -> outputs      the prediction                                      client
 * </pre>
 *
 * <p>{@link org.chemxor.fhe.FheModel} and its three pre-tuned kinds do all of this in one process;
 * {@link org.chemxor.fhe.Simulation} runs the same program on plain numbers with the noise that
 * encryption would add.
 */
@NullMarked
package org.chemxor.fhe;

import org.jspecify.annotations.NullMarked;
