/**
 * How a program will do, and what it is: the time that an evaluator takes, found by timing its
 * operations, and the report that people read.
 */
@NullMarked
package org.chemxor.fhe.forecast;

import org.jspecify.annotations.NullMarked;
