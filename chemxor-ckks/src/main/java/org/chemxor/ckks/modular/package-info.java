/**
 * Plain arithmetic modulo one prime for formats and ring switching. Engines have their own, faster
 * ones. Not exported.
 */
@NullMarked
package org.chemxor.ckks.modular;

import org.jspecify.annotations.NullMarked;
