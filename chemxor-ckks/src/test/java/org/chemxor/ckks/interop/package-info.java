/** Drives Microsoft SEAL, as a Node process, from tests. */
@NullMarked
package org.chemxor.ckks.interop;

import org.jspecify.annotations.NullMarked;
