/** Where independent parts of one operation run: the calling thread alone, or with helpers. */
@NullMarked
package org.chemxor.ckks.parallel;

import org.jspecify.annotations.NullMarked;
