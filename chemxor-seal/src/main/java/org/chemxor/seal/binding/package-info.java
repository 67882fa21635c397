/**
 * The way to Microsoft SEAL: JavaCPP's declarations of our C face, loading it, its failures as
 * exceptions, and who frees its objects. Knows nothing of the engine above it.
 */
@NullMarked
package org.chemxor.seal.binding;

import org.jspecify.annotations.NullMarked;
