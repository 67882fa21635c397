/**
 * {@code bench referee} and {@code referee-step}: the machine-learning workload of
 * HomomorphicEncryption.org's benchmark suite, handwritten digits, measured and wired into its
 * harness.
 */
@NullMarked
package org.chemxor.cli.referee;

import org.jspecify.annotations.NullMarked;
