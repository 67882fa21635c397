/**
 * The embedded engine: full-RNS CKKS in plain Java.
 *
 * <p>Residues modulo primes below 2^50 are held as signed integers in {@code double}s, so that a
 * modular product is a handful of fused multiply-adds and vectorises eight lanes wide. From bottom
 * to top: {@code Modulus} and {@code NttTables} (constants), {@code Kernels} (loops over one
 * residue vector; a scalar and a SIMD implementation with bit-identical results), {@code Ring} (all
 * primes of one parameter set), {@code KeySwitcher}, and the implementations of the public API on
 * top.
 *
 * <p><b>Ranges.</b> A stored residue x modulo p satisfies |x| &lt;= 0.75 p; every kernel accepts
 * |x| &lt;= p unless it says otherwise. {@code Lazy} in a name means that the result may exceed
 * 0.75 p.
 */
@NullMarked
package org.chemxor.ckks.jvm;

import org.jspecify.annotations.NullMarked;
