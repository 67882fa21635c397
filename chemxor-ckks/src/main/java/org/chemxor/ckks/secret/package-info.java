/**
 * How secrets are held, in every engine: lent and never handed out ({@link
 * org.chemxor.ckks.secret.Leases}), written through memory that is overwritten ({@link
 * org.chemxor.ckks.secret.WipedBuffer}). For those who write an engine.
 */
@NullMarked
package org.chemxor.ckks.secret;

import org.jspecify.annotations.NullMarked;
