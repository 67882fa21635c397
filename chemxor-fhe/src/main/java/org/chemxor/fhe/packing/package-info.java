/**
 * Where every number lies in the slots, and which rotations and weights a linear map then needs.
 */
@NullMarked
package org.chemxor.fhe.packing;

import org.jspecify.annotations.NullMarked;
