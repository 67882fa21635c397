/**
 * Encrypted inference: a {@link org.chemxor.core.Network} evaluated on images that its owner never
 * sees.
 *
 * <p>The way of the data, and where to read it:
 *
 * <pre>
 * Network                      what was trained
 *   -> StageGraph              linear maps and monic activations             graph
 *   -> Round               rounds: input layout, circuit, output layout  packing, circuit
 *   -> EncryptedProgram        parameters and keys chosen by ProgramCompiler compile, program
 *
 * image -> FheClient.start     checks the range                              client
 *       -> nextRequest         slots, ciphertexts, bytes                     exchange, message
 *       -> FheEvaluator        step k of the program on ciphertexts          evaluator
 *       -> acceptReply         decrypts, lays the values out for step k + 1  client, exchange
 *       -> ... -> outputs      the prediction                                client
 * </pre>
 *
 * <p>{@link org.chemxor.fhe.FheModel} and its three pre-tuned kinds do all of this in one process;
 * {@link org.chemxor.fhe.simulate.Simulation} runs the same program on plain numbers with the noise
 * that encryption would add. Each package uses only those below it: forecast, client, evaluator,
 * compile, simulate, exchange, program, message, reply, circuit, packing, domain, graph, guard.
 */
@NullMarked
package org.chemxor.fhe;

import org.jspecify.annotations.NullMarked;
