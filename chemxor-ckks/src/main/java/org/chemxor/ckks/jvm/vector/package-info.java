/**
 * The kernels on {@code jdk.incubator.vector}. Compiled apart from the rest and loaded by name when
 * the JVM has the module.
 */
@NullMarked
package org.chemxor.ckks.jvm.vector;

import org.jspecify.annotations.NullMarked;
