/**
 * Membership inference: who was in the training set, told from what models say. Pure statistics.
 */
@NullMarked
package org.chemxor.audit.attack;

import org.jspecify.annotations.NullMarked;
