/**
 * Showing decrypted results to others without giving the secret key away: what the caller states
 * ({@link org.chemxor.ckks.SharingPolicy}) and how much noise follows from it ({@link
 * org.chemxor.ckks.sharing.Flooding}).
 */
@NullMarked
package org.chemxor.ckks.sharing;

import org.jspecify.annotations.NullMarked;
