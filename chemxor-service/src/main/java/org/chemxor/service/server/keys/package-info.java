/** Clients' evaluation keys: as they arrive, on disk and in memory. */
@NullMarked
package org.chemxor.service.server.keys;

import org.jspecify.annotations.NullMarked;
