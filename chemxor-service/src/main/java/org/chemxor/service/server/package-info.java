/** Serves encrypted models over HTTP. Start with {@link org.chemxor.service.server.ModelServer}. */
@NullMarked
package org.chemxor.service.server;

import org.jspecify.annotations.NullMarked;
