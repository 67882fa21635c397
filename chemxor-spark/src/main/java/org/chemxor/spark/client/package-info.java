/** The client's side of a screening: molecules to encrypted batches, replies to predictions. */
@NullMarked
package org.chemxor.spark.client;

import org.jspecify.annotations.NullMarked;
