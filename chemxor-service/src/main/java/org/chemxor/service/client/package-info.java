/**
 * Queries encrypted models over HTTP. Start with {@link org.chemxor.service.client.ModelClient}.
 */
@NullMarked
package org.chemxor.service.client;

import org.jspecify.annotations.NullMarked;
