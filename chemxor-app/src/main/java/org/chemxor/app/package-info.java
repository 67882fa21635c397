/** A page for chemists: a web page on this machine that plays the client of an encrypted model. */
@NullMarked
package org.chemxor.app;

import org.jspecify.annotations.NullMarked;
