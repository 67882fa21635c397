/** {@code plan}: what a network would cost under encryption or secret sharing. */
@NullMarked
package org.chemxor.cli.plan;

import org.jspecify.annotations.NullMarked;
