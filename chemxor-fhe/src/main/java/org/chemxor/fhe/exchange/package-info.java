/**
 * What a client does in the clear between two rounds: keeps values, lays them out, and checks the
 * slots that came back.
 */
@NullMarked
package org.chemxor.fhe.exchange;

import org.jspecify.annotations.NullMarked;
