/**
 * Byte streams: bounded readers, counting writers, words of few bits, compression, and {@link
 * org.chemxor.ckks.wire.WireFormatException} for what is damaged. Knows no object of the scheme.
 */
@NullMarked
package org.chemxor.ckks.wire;

import org.jspecify.annotations.NullMarked;
