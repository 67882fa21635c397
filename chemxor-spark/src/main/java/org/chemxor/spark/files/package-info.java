/** The files that client and evaluator of a screening exchange: one batch a file, a row each. */
@NullMarked
package org.chemxor.spark.files;

import org.jspecify.annotations.NullMarked;
