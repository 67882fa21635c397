/**
 * The client's side of a screening: molecules to encrypted batches, replies to predictions.
 *
 * <p>{@link org.chemxor.spark.client.ScreenPreparation} writes request files for the evaluator and
 * a secret folder for itself; {@link org.chemxor.spark.client.ScreenCollection} joins the decrypted
 * replies with the molecules. Both can be started again after an interruption. The way through is
 * in docs/screening.md.
 */
@NullMarked
package org.chemxor.spark.client;

import org.jspecify.annotations.NullMarked;
