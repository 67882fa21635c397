/** Bytes between the roles: requests, replies, keys, and the forms in which ciphertexts travel. */
@NullMarked
package org.chemxor.fhe.message;

import org.jspecify.annotations.NullMarked;
