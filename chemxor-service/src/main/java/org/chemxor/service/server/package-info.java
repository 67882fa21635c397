/**
 * Serves encrypted models over HTTP, without ever seeing a molecule.
 *
 * <pre>{@code
 * try (var server = ModelServer.of(FheOlindaNet.wrap(network)).port(8080).start()) {
 *   System.out.println(server.uri());
 * }
 * }</pre>
 *
 * <p>{@link org.chemxor.service.server.ModelServer} listens on this machine alone until it is told
 * otherwise; {@link org.chemxor.service.server.ServedModel} names a model and its featuriser. The
 * handler can live in a Jetty that is there already. Limits, tokens, TLS and sizing are in
 * docs/serving.md and docs/operations.md.
 */
@NullMarked
package org.chemxor.service.server;

import org.jspecify.annotations.NullMarked;
