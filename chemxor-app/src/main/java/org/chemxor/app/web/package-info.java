/** The page and the small interface behind it over HTTP, for this machine alone. */
@NullMarked
package org.chemxor.app.web;

import org.jspecify.annotations.NullMarked;
