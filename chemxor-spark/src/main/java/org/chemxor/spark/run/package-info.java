/**
 * The evaluator's side of a screening: a Spark job over encrypted batches.
 *
 * <p>{@link org.chemxor.spark.run.ScreenRun} evaluates the files of requests and writes a reply for
 * each; {@link org.chemxor.spark.run.Sparks} makes the context that it runs in. A batch that has a
 * reply is not evaluated again. Spark itself is the user's to bring.
 */
@NullMarked
package org.chemxor.spark.run;

import org.jspecify.annotations.NullMarked;
