/** Molecules as a user gives them: typed, or in files. */
@NullMarked
package org.chemxor.app.given;

import org.jspecify.annotations.NullMarked;
