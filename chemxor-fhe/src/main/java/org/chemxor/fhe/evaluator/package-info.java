/**
 * The role of whoever owns the model: computes on ciphertexts and never sees a secret. {@link
 * org.chemxor.fhe.evaluator.FheEvaluator} reads a client's public keys once and then answers any
 * number of requests, from many threads; requests are read as hostile bytes.
 */
@NullMarked
package org.chemxor.fhe.evaluator;

import org.jspecify.annotations.NullMarked;
