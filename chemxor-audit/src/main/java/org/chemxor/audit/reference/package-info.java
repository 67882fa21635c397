/** Models trained with another model's recipe on random halves of its compounds. */
@NullMarked
package org.chemxor.audit.reference;

import org.jspecify.annotations.NullMarked;
