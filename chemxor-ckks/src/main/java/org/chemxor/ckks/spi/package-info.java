/**
 * For those who write an engine, not for those who use one: what every engine refuses, in the same
 * words, and the arithmetic of rotations that all engines share.
 */
@NullMarked
package org.chemxor.ckks.spi;

import org.jspecify.annotations.NullMarked;
