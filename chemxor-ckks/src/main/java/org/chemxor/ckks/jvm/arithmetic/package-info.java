/**
 * Numbers modulo one prime, and loops over vectors of them: the lowest layer of the embedded
 * engine, which knows nothing of ciphertexts or keys.
 *
 * <p>Residues modulo primes below 2^50 are held as signed integers in {@code double}s, so that a
 * modular product is a handful of fused multiply-adds and vectorises. From bottom to top: {@code
 * Modulus} and {@code NttTables} (constants), {@code Kernels} (loops over one residue vector, with
 * bit-identical results in every implementation), {@code KernelSelection}.
 *
 * <p><b>Ranges.</b> A stored residue x modulo p satisfies |x| &lt;= 0.75 p; every kernel accepts
 * |x| &lt;= p unless it says otherwise. {@code Lazy} in a name means that the result may exceed
 * 0.75 p.
 */
@NullMarked
package org.chemxor.ckks.jvm.arithmetic;

import org.jspecify.annotations.NullMarked;
