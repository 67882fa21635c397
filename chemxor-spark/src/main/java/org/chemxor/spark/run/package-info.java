/** The evaluator's side of a screening: a Spark job over encrypted batches. */
@NullMarked
package org.chemxor.spark.run;

import org.jspecify.annotations.NullMarked;
