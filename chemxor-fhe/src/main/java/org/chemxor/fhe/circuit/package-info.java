/**
 * What the evaluator computes on packed vectors, written once and run by two slot machines: one on
 * ciphertexts, one in simulation.
 */
@NullMarked
package org.chemxor.fhe.circuit;

import org.jspecify.annotations.NullMarked;
