/**
 * The role of whoever owns the molecules: keys, policy, encryption, decryption, and what is
 * refused. Everything secret is in here.
 */
@NullMarked
package org.chemxor.fhe.client;

import org.jspecify.annotations.NullMarked;
