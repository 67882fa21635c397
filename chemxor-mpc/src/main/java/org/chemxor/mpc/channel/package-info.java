/**
 * Frames between two processes: memory, TCP and TLS 1.3, metered, with deadlines, bounded against
 * hostile bytes.
 */
@NullMarked
package org.chemxor.mpc.channel;

import org.jspecify.annotations.NullMarked;
