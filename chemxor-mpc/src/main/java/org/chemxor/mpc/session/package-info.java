/** Who says what before and between batches: the handshake of the three roles and their rules. */
@NullMarked
package org.chemxor.mpc.session;

import org.jspecify.annotations.NullMarked;
