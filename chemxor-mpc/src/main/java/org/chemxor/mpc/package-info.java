/**
 * Private inference between a data owner, a model owner and a dealer. {@link
 * org.chemxor.mpc.DataOwner}, {@link org.chemxor.mpc.ModelOwner} and {@link org.chemxor.mpc.Dealer}
 * are the three roles; {@link org.chemxor.mpc.Backend} puts all of them into one process.
 */
@NullMarked
package org.chemxor.mpc;

import org.jspecify.annotations.NullMarked;
