/**
 * Microsoft SEAL's wire format, versions 4.x, for CKKS objects.
 *
 * <p>Every object is a 16-byte header ({@code A15E}, header size, version, compression, total size)
 * followed by a body that may be compressed. The classes here hold neutral data: residues as
 * unsigned 64-bit words in {@code [0, p)}, kept in {@code long}. They know nothing of an engine's
 * own representation; engines convert.
 *
 * <p>Whatever is read is treated as hostile. Reading checks, in this order, sizes, shapes, ranges,
 * and allocates only what the parameters in use can require. Damage ends in a {@link
 * org.chemxor.ckks.wire.WireFormatException} that says which kind it was.
 *
 * <p>Written objects carry version 4.1, which every SEAL from 4.1 on accepts.
 */
@NullMarked
package org.chemxor.ckks.wire.seal;

import org.jspecify.annotations.NullMarked;
