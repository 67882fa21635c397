/**
 * Which inputs a program takes and how large values get: sound bounds found from the weights when a
 * program is compiled, and what the client checks of them.
 */
@NullMarked
package org.chemxor.fhe.domain;

import org.jspecify.annotations.NullMarked;
