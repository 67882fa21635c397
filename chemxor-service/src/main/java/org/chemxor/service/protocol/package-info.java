/** What travels between server and client besides the programs' own bytes; see docs/protocol.md. */
@NullMarked
package org.chemxor.service.protocol;

import org.jspecify.annotations.NullMarked;
