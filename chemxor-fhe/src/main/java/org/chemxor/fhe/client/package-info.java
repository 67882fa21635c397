/**
 * The role of whoever owns the molecules: keys, policy, encryption, decryption, and what is
 * refused. Everything secret is in here.
 *
 * <p>{@link org.chemxor.fhe.client.FheClient} checks a program against a {@link
 * org.chemxor.fhe.client.ClientPolicy} before it makes keys. Each prediction is an {@link
 * org.chemxor.fhe.client.EncryptedInference}: {@code nextRequest}, {@code acceptReply}, until it is
 * done. Run it to its end whatever comes back: a reply that cannot be used shows in the outputs.
 */
@NullMarked
package org.chemxor.fhe.client;

import org.jspecify.annotations.NullMarked;
