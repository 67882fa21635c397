/** The role of whoever owns the model: computes on ciphertexts and never sees a secret. */
@NullMarked
package org.chemxor.fhe.evaluator;

import org.jspecify.annotations.NullMarked;
