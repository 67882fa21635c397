/**
 * Queries encrypted models over HTTP. Start with {@link
 * org.chemxor.service.client.PartitionNetClient}.
 */
@NullMarked
package org.chemxor.service.client;

import org.jspecify.annotations.NullMarked;
