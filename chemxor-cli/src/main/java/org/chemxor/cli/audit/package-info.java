/** What a model gives away about the compounds it learned from. */
@NullMarked
package org.chemxor.cli.audit;

import org.jspecify.annotations.NullMarked;
