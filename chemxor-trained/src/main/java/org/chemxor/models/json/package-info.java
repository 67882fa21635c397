/** JSON from outside, read with suspicion. Not exported. */
@NullMarked
package org.chemxor.models.json;

import org.jspecify.annotations.NullMarked;
