/** What commands share: options with what they open, and results as JSON. */
@NullMarked
package org.chemxor.cli.options;

import org.jspecify.annotations.NullMarked;
