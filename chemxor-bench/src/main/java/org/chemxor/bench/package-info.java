/** JMH benchmarks; {@code chemxor-bench/run} starts them. */
@NullMarked
package org.chemxor.bench;

import org.jspecify.annotations.NullMarked;
