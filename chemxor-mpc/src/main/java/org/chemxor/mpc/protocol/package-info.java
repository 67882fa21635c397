/** The gates as the two parties run them on shares. */
@NullMarked
package org.chemxor.mpc.protocol;

import org.jspecify.annotations.NullMarked;
