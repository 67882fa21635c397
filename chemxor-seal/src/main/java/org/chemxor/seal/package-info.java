/**
 * The CKKS engine {@code seal}: Microsoft SEAL 4.1 or newer, reached through JavaCPP and a C face
 * of our own. Load it with {@code CkksEngine.load("seal")}.
 *
 * <p>Native memory: plaintexts, ciphertexts, keys and transforms of this engine are {@link
 * java.lang.AutoCloseable}. Closing them frees their memory at once; what is not closed is freed
 * after it has become unreachable. Using a closed object throws {@link IllegalStateException}.
 *
 * <p>Thread-safety: all objects may be used by any number of threads; closing one while it is in
 * use takes effect when the use ends.
 */
@NullMarked
package org.chemxor.seal;

import org.jspecify.annotations.NullMarked;
