/** Outside of the library's packages, as its users are. */
@NullMarked
package org.chemxor.modules;

import org.jspecify.annotations.NullMarked;
