/**
 * Divides a list for training, validation and test: {@link org.chemxor.data.split.DataSplit} and
 * the rules for it.
 */
@NullMarked
package org.chemxor.data.split;

import org.jspecify.annotations.NullMarked;
