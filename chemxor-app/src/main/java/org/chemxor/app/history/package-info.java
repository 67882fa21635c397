/** Runs kept on disk, if the user asked for that. */
@NullMarked
package org.chemxor.app.history;

import org.jspecify.annotations.NullMarked;
