/**
 * Catches evaluators that alter answers, without cryptographic proofs: among what is asked about,
 * at random places, are duplicates and questions whose answers are known. Ciphertexts look alike,
 * so an evaluator that alters some answers alters one of these with a probability that {@link
 * org.chemxor.fhe.checked.Detection} gives. Start with {@link
 * org.chemxor.fhe.checked.CheckedQuestions} or, for a batch plan, {@link
 * org.chemxor.fhe.checked.CheckedBatch}.
 */
@NullMarked
package org.chemxor.fhe.checked;

import org.jspecify.annotations.NullMarked;
