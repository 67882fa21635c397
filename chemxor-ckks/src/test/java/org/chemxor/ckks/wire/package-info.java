/** Tests of SEAL's wire format. */
@NullMarked
package org.chemxor.ckks.wire;

import org.jspecify.annotations.NullMarked;
