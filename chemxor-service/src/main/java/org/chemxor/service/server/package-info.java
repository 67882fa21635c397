/**
 * Serves encrypted models over HTTP. Start with {@link
 * org.chemxor.service.server.PartitionNetServer}.
 */
@NullMarked
package org.chemxor.service.server;

import org.jspecify.annotations.NullMarked;
