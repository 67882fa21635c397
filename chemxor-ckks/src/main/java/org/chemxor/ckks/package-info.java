/**
 * CKKS homomorphic encryption (Cheon, Kim, Kim, Song, ASIACRYPT 2017) in its full-RNS form (SAC
 * 2018): approximate arithmetic on encrypted vectors of real or complex numbers.
 *
 * <p>Start at {@link org.chemxor.ckks.CkksEngine#load()} and {@link
 * org.chemxor.ckks.CkksParameters#builder()}. The types here are the scheme's vocabulary and say
 * nothing about how an engine computes; engines are found as services.
 */
@NullMarked
package org.chemxor.ckks;

import org.jspecify.annotations.NullMarked;
