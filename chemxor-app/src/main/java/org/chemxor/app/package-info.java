/**
 * A page for chemists: a web page on this machine that plays the client of an encrypted model. The
 * secret key is in the process behind the page.
 *
 * <p>Start with {@link org.chemxor.app.ChemXorApp#of}; the page listens on 127.0.0.1 and lets in
 * who knows the token in its address. What it offers is in docs/app.md.
 */
@NullMarked
package org.chemxor.app;

import org.jspecify.annotations.NullMarked;
