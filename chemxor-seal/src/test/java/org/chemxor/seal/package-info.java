/** Tests of the engine on Microsoft SEAL. */
@NullMarked
package org.chemxor.seal;

import org.jspecify.annotations.NullMarked;
