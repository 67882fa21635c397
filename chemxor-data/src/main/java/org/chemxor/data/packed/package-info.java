/** Images in little memory, and on disk. Not exported. */
@NullMarked
package org.chemxor.data.packed;

import org.jspecify.annotations.NullMarked;
