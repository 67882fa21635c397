/**
 * Queries encrypted models over HTTP. The secret key never leaves this process; what travels is
 * ciphertext and public evaluation keys.
 *
 * <pre>{@code
 * try (var client = ModelClient.connect(URI.create("http://localhost:8080"))) {
 *   System.out.println(client.query("CC(=O)Oc1ccccc1C(=O)O").outputs());
 * }
 * }</pre>
 *
 * <p>{@link org.chemxor.service.client.ModelClient#at ModelClient.at(uri)} has the settings: model,
 * token, pins, policy, TLS, time limits, keys that outlive a process. {@link
 * org.chemxor.service.client.BulkQuery} does files and goes on where it was interrupted. What is
 * refused, and what is repeated, is in docs/protocol.md.
 */
@NullMarked
package org.chemxor.service.client;

import org.jspecify.annotations.NullMarked;
