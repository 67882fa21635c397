/**
 * What everything that travels has in common: how it is compressed, and how much a reader takes.
 */
@NullMarked
package org.chemxor.ckks.bytes;

import org.jspecify.annotations.NullMarked;
